using System;
using Backprop;

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1]; // four rows of two
float[] targets = [0, 1, 1, 0];            // four rows of one

var network = new XorNet();
var optimizer = new Adam(learningRate: 0.1f);
for (int step = 0; step < 500; step++)
{
    network.Train(inputs, targets, optimizer);
}

float[] outputs = new float[4];
network.Forward(inputs, outputs);
for (int row = 0; row < 4; row++)
{
    Console.WriteLine($"{inputs[2 * row]} xor {inputs[(2 * row) + 1]} = {outputs[row]:0.000}");
}

[Network(2, 8, Activation.Tanh, 1, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
public partial class XorNet;
