using System;
using System.Threading;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>What may run beside a forward pass while nobody changes the parameters.</summary>
public sealed class ConcurrencyTests
{
    private const int Turns = 2000;

    public static TheoryData<string> Verbs => new("Cost", "Backward", "BackwardFromOutput", "Forward");

    [Theory]
    [MemberData(nameof(Verbs))]
    public void ForwardGivesTheSameBitsBeside(string verb)
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 1);
        float[] one = subject.Inputs(2, 1);
        float[] many = subject.Inputs(3, 40);
        float[] targets = subject.Targets(4, 40);
        float[] oneTarget = subject.Targets(5, 1);
        int[] expectedOne = Bits.Of(subject.Forward(one));
        int[] expectedMany = Bits.Of(subject.Forward(many));

        bool isDone = false;
        Exception? failure = null;
        Thread beside = new(() =>
        {
            try
            {
                while (!Volatile.Read(ref isDone))
                {
                    Run(subject.Network, verb, many, targets);
                    Run(subject.Network, verb, one, oneTarget);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        beside.Start();
        try
        {
            for (int turn = 0; turn < Turns; turn++)
            {
                Assert.Equal(expectedMany, Bits.Of(subject.Forward(many)));
                Assert.Equal(expectedOne, Bits.Of(subject.Forward(one)));
            }
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            beside.Join();
        }

        Assert.Null(failure);
    }

    private static void Run(INetwork network, string verb, float[] inputs, float[] targets)
    {
        switch (verb)
        {
            case "Cost":
                network.Cost(inputs, targets);
                break;
            case "Backward":
                network.Backward(inputs, targets);
                break;
            case "BackwardFromOutput":
                network.BackwardFromOutput(inputs, targets);
                break;
            default:
                network.Forward(inputs, new float[targets.Length]);
                break;
        }
    }
}
