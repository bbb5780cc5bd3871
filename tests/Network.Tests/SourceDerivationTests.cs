using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Reference;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// The five derivations that the project follows (<c>docs/mathematics.md</c>), each written out here by its own formulas, in its
/// own letters and its own conventions, with nothing taken from the oracle.
/// </summary>
public sealed partial class SourceDerivationTests
{
    private const double GradientTolerance = 1e-5;
    private const double ParameterTolerance = 4e-6;

    [Network(3, 5, Activation.Tanh, 4, Activation.Softplus, 2, Activation.Sigmoid)]
    private sealed partial class EpochNet;

    [Network(4, 5, 6, Activation.Sigmoid, 3, Activation.Tanh, Loss = Loss.HalfSquaredError, Reduction = Reduction.Sum)]
    private sealed partial class OwnOutputNet;

    [Fact]
    public void S0_OneEpoch_AnyCostByItsOwnDerivativeAndADescentByHand()
    {
        Subject subject = Subject.Randomized(typeof(EpochNet), 1);
        const int M = 6;
        float[] x = subject.Inputs(2, M);
        float[] y = subject.Targets(3, M);

        // C = ⅓ Σ (a − y)³ over the whole epoch.
        float[] outputs = subject.Forward(x);
        var outputGradients = new float[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputGradients[i] = (outputs[i] - y[i]) * (outputs[i] - y[i]);
        }

        subject.Network.BackwardFromOutput(x, outputGradients);

        double[] expected = EpochGradients(subject.Parameters, x, a => Matrix.Each(a, Matrix.Of(M, 2, y), (o, t) => (o - t) * (o - t)));
        Closeness.Within(GradientTolerance, expected, subject.Gradients, "gradients of the cubic cost");

        // The storage itself is enough for the rule w := w − η ∂C/∂w, whatever its layout.
        const float Eta = 0.25f;
        double[] stepped = Descended(subject.Parameters, Eta, expected);
        for (int i = 0; i < subject.Network.Parameters.Length; i++)
        {
            subject.Network.Parameters[i] -= Eta * subject.Network.Gradients[i];
        }

        Closeness.Within(ParameterTolerance, stepped, subject.Parameters, "parameters after the step");
    }

    [Fact]
    public void S0_OneEpoch_StepOfGradientDescent()
    {
        Subject subject = Subject.Randomized(typeof(EpochNet), 4);
        const int M = 6;
        float[] x = subject.Inputs(5, M);
        float[] y = subject.Targets(6, M);

        double[] gradients = EpochGradients(subject.Parameters, x, a => Matrix.Each(a, Matrix.Of(M, 2, y), (o, t) => 2 * (o - t) / M));
        TrainStepDescends(subject, x, y, gradients);
    }

    [Fact]
    public void S0_OneEpoch_AnAlternativeToGradientDescent()
    {
        Subject subject = Subject.Randomized(typeof(EpochNet), 7);
        const int M = 6;
        const double Eta = 0.05;
        const double Beta1 = 0.8;
        const double Beta2 = 0.95;

        // Large, so that an element whose gradient is rounding noise does not take a full step in a random direction.
        const double Epsilon = 1e-3;
        float[] x = subject.Inputs(8, M);
        float[] y = subject.Targets(9, M);
        var adam = new Adam((float)Eta, (float)Beta1, (float)Beta2, (float)Epsilon);

        // Kingma and Ba, 2015, algorithm 1.
        double[] theta = Precision.ToDouble(subject.Parameters);
        var m = new double[theta.Length];
        var v = new double[theta.Length];
        for (int t = 1; t <= 5; t++)
        {
            double[] g = EpochGradients(Precision.ToSingle(theta), x, a => Matrix.Each(a, Matrix.Of(M, 2, y), (o, target) => 2 * (o - target) / M));
            for (int i = 0; i < theta.Length; i++)
            {
                m[i] = (Beta1 * m[i]) + ((1 - Beta1) * g[i]);
                v[i] = (Beta2 * v[i]) + ((1 - Beta2) * g[i] * g[i]);
                double mHat = m[i] / (1 - Math.Pow(Beta1, t));
                double vHat = v[i] / (1 - Math.Pow(Beta2, t));
                theta[i] -= Eta * mHat / (Math.Sqrt(vHat) + Epsilon);
            }

            subject.Network.Train(x, y, adam);
        }

        Closeness.Within(1e-4, theta, subject.Parameters, "parameters after five steps of Adam");
    }

    [Fact]
    public void S1_TheThetaForm_WithoutBiasesInMatrixFormOverTheBatch()
    {
        Subject subject = Subject.Randomized(typeof(NoBiasNet), 11);
        const int M = 9;
        float[] inputs = subject.Inputs(12, M);
        float[] targets = subject.Targets(13, M);
        float[] parameters = subject.Parameters;

        // One column a sample; Θ^l maps layer l − 1 to layer l.
        double[,] theta1 = Matrix.Of(5, 4, parameters.AsSpan(0, 20));
        double[,] theta2 = Matrix.Of(2, 5, parameters.AsSpan(20, 10));
        double[,] a0 = Matrix.Transpose(Matrix.Of(M, 4, inputs));
        double[,] y = Matrix.Transpose(Matrix.Of(M, 2, targets));

        double[,] z1 = Matrix.Product(theta1, a0);
        double[,] a1 = Matrix.Each(z1, Sigmoid);
        double[,] z2 = Matrix.Product(theta2, a1);
        double[,] a2 = Matrix.Each(z2, Sigmoid);

        // C_0 = Σ_j (a_j − y_j)², and dz is ∂C_0/∂z: the 1/m of the total stands before the products with aᵀ.
        double[,] dz2 = Matrix.Each(Matrix.Each(a2, y, (a, t) => 2 * (a - t)), Matrix.Each(z2, SigmoidDerivative), Times);
        double[,] dz1 = Matrix.Each(Matrix.Product(Matrix.Transpose(theta2), dz2), Matrix.Each(z1, SigmoidDerivative), Times);
        double[,] dTheta1 = Matrix.Each(Matrix.Product(dz1, Matrix.Transpose(a0)), d => d / M);
        double[,] dTheta2 = Matrix.Each(Matrix.Product(dz2, Matrix.Transpose(a1)), d => d / M);
        double total = Matrix.Elements(Matrix.Each(a2, y, (a, t) => (a - t) * (a - t))).Sum() / M;

        float cost = subject.Network.Backward(inputs, targets);

        Closeness.Within(GradientTolerance, total, cost, "C");
        double[] gradients = [.. Matrix.Elements(dTheta1), .. Matrix.Elements(dTheta2)];
        Closeness.Within(GradientTolerance, gradients, subject.Gradients, "[dΘ1, dΘ2]");
        TrainStepDescends(subject, inputs, targets, gradients);
    }

    [Fact]
    public void S2_784_16_10_ScalarChainRuleInTheOrderOfTheFlatGradient()
    {
        Subject subject = Subject.Of(new DigitNet(21));
        float[] x = Samples.Uniform(22, 784, 0, 1);
        float[] y = Samples.OneOfN([3], 10);

        var w1 = new double[16, 784];
        var b1 = new double[16];
        var w2 = new double[10, 16];
        var b2 = new double[10];
        for (int k = 0; k < 16; k++)
        {
            b1[k] = subject.Network.Bias(1, k);
            for (int p = 0; p < 784; p++)
            {
                w1[k, p] = subject.Network.Weight(1, k, p);
            }
        }

        for (int j = 0; j < 10; j++)
        {
            b2[j] = subject.Network.Bias(2, j);
            for (int k = 0; k < 16; k++)
            {
                w2[j, k] = subject.Network.Weight(2, j, k);
            }
        }

        double[] z1 = Enumerable.Range(0, 16).Select(k => b1[k] + Enumerable.Range(0, 784).Sum(p => w1[k, p] * x[p])).ToArray();
        double[] a1 = z1.Select(Sigmoid).ToArray();
        double[] z2 = Enumerable.Range(0, 10).Select(j => b2[j] + Enumerable.Range(0, 16).Sum(k => w2[j, k] * a1[k])).ToArray();
        double[] a2 = z2.Select(Sigmoid).ToArray();

        // Every partial derivative as its own product along its own chain, nothing kept from one to the next.
        double DW2(int j, int k) => a1[k] * SigmoidDerivative(z2[j]) * 2 * (a2[j] - y[j]);
        double DB2(int j) => 1 * SigmoidDerivative(z2[j]) * 2 * (a2[j] - y[j]);
        double DA1(int k) => Enumerable.Range(0, 10).Sum(j => w2[j, k] * SigmoidDerivative(z2[j]) * 2 * (a2[j] - y[j]));
        double DW1(int k, int p) => x[p] * SigmoidDerivative(z1[k]) * DA1(k);
        double DB1(int k) => 1 * SigmoidDerivative(z1[k]) * DA1(k);

        var gradient = new List<double>();
        gradient.AddRange(from k in Enumerable.Range(0, 16) from p in Enumerable.Range(0, 784) select DW1(k, p));
        gradient.AddRange(from k in Enumerable.Range(0, 16) select DB1(k));
        gradient.AddRange(from j in Enumerable.Range(0, 10) from k in Enumerable.Range(0, 16) select DW2(j, k));
        gradient.AddRange(from j in Enumerable.Range(0, 10) select DB2(j));

        float cost = subject.Network.Backward(x, y);
        float[] actual = subject.Gradients;

        Closeness.Within(GradientTolerance, Enumerable.Range(0, 10).Sum(j => (a2[j] - y[j]) * (a2[j] - y[j])), cost, "C");
        Closeness.Within(GradientTolerance, gradient.ToArray(), actual, "∇C = [∂W1, ∂b1, ∂W2, ∂b2]");

        // A few by name: a mistake in the order above would not be one in the places below.
        Closeness.Within(1e-4, DW1(5, 407), actual[(5 * 784) + 407], "∂C/∂w1[5, 407]");
        Closeness.Within(1e-4, DB1(15), actual[12544 + 15], "∂C/∂b1[15]");
        Closeness.Within(1e-4, DW2(3, 9), actual[12560 + (3 * 16) + 9], "∂C/∂w2[3, 9]");
        Closeness.Within(1e-4, DB2(9), actual[12729], "∂C/∂b2[9]");
        TrainStepDescends(subject, x, y, gradient.ToArray());
    }

    [Fact]
    public void S3_Logistic_ProbabilityOfClassZeroIsOursWithTheTargetTurnedRound()
    {
        Subject subject = Subject.Randomized(typeof(LogisticNet), 31);
        const int M = 8;
        float[] inputs = subject.Inputs(32, M);
        int[] t = Samples.Labels(33, M, 2);

        // w[i, 0] is the bias, of an input x_0 = 1.
        var w = new double[4, 7];
        var wOut = new double[5];
        wOut[0] = subject.Network.Bias(2, 0);
        for (int i = 0; i < 4; i++)
        {
            w[i, 0] = subject.Network.Bias(1, i);
            wOut[i + 1] = subject.Network.Weight(2, 0, i);
            for (int j = 1; j <= 6; j++)
            {
                w[i, j] = subject.Network.Weight(1, i, j - 1);
            }
        }

        double error = 0;
        var dw = new double[4, 7];
        var dwOut = new double[5];
        for (int n = 0; n < M; n++)
        {
            double[] x = [1, .. Precision.ToDouble(inputs.AsSpan(n * 6, 6))];

            // a before the function, z behind it.
            var a = new double[4];
            var z = new double[5];
            z[0] = 1;
            for (int i = 0; i < 4; i++)
            {
                a[i] = Enumerable.Range(0, 7).Sum(j => w[i, j] * x[j]);
                z[i + 1] = Sigmoid(a[i]);
            }

            double aOut = Enumerable.Range(0, 5).Sum(i => wOut[i] * z[i]);
            double y = Sigmoid(aOut); // p(t = 0 | x)
            error -= ((1 - t[n]) * Math.Log(y)) + (t[n] * Math.Log(1 - y));

            double deltaOut = Sigmoid(aOut) - (1 - t[n]);
            for (int i = 0; i < 5; i++)
            {
                dwOut[i] += deltaOut * z[i] / M;
            }

            for (int i = 0; i < 4; i++)
            {
                double delta = SigmoidDerivative(a[i]) * wOut[i + 1] * deltaOut;
                for (int j = 0; j < 7; j++)
                {
                    dw[i, j] += delta * x[j] / M;
                }
            }
        }

        // Ours: the biases behind the weights of their layer, and the target is p(class 0) = 1 − t.
        double[] gradients =
        [
            .. from i in Enumerable.Range(0, 4) from j in Enumerable.Range(1, 6) select dw[i, j],
            .. from i in Enumerable.Range(0, 4) select dw[i, 0],
            .. from i in Enumerable.Range(1, 4) select dwOut[i],
            dwOut[0],
        ];
        float[] targets = t.Select(label => 1f - label).ToArray();

        float cost = subject.Network.Backward(inputs, targets);

        Closeness.Within(GradientTolerance, error / M, cost, "cross-entropy");
        Closeness.Within(GradientTolerance, gradients, subject.Gradients, "gradients");
        TrainStepDescends(subject, inputs, targets, gradients);
    }

    [Fact]
    public void S4_FAndSigma_OwnOutputFunctionAndHalfSquaresSummedOverTheDataSet()
    {
        Subject subject = Subject.Randomized(typeof(OwnOutputNet), 41);
        const int M = 7;
        float[] inputs = subject.Inputs(42, M);
        float[] targets = subject.Targets(43, M);
        int[] sizes = [4, 5, 6, 3];
        const int L = 3;

        static double F(double z) => Math.Tanh(z);
        static double FDerivative(double z) => 1 - (Math.Tanh(z) * Math.Tanh(z));

        double cost = 0;
        double[][,] dw = [new double[0, 0], new double[5, 4], new double[6, 5], new double[3, 6]];
        double[][] db = [[], new double[5], new double[6], new double[3]];
        for (int k = 0; k < M; k++)
        {
            var z = new double[L + 1][];
            var a = new double[L + 1][];
            z[0] = [];
            a[0] = Precision.ToDouble(inputs.AsSpan(k * 4, 4));
            for (int l = 1; l <= L; l++)
            {
                z[l] = new double[sizes[l]];
                for (int p = 0; p < sizes[l]; p++)
                {
                    z[l][p] = subject.Network.Bias(l, p);
                    for (int q = 0; q < sizes[l - 1]; q++)
                    {
                        z[l][p] += subject.Network.Weight(l, p, q) * a[l - 1][q];
                    }
                }

                a[l] = z[l].Select(value => l == L ? F(value) : Sigmoid(value)).ToArray();
            }

            double[] y = Precision.ToDouble(targets.AsSpan(k * 3, 3));
            double[] aTilde = a[L];
            cost += Enumerable.Range(0, 3).Sum(p => 0.5 * (aTilde[p] - y[p]) * (aTilde[p] - y[p]));

            double[] delta = Enumerable.Range(0, 3).Select(p => (aTilde[p] - y[p]) * FDerivative(z[L][p])).ToArray();
            for (int l = L; l >= 1; l--)
            {
                for (int p = 0; p < sizes[l]; p++)
                {
                    db[l][p] += delta[p];
                    for (int q = 0; q < sizes[l - 1]; q++)
                    {
                        dw[l][p, q] += delta[p] * a[l - 1][q];
                    }
                }

                if (l > 1)
                {
                    delta = Enumerable.Range(0, sizes[l - 1])
                        .Select(q => SigmoidDerivative(z[l - 1][q]) * Enumerable.Range(0, sizes[l]).Sum(p => subject.Network.Weight(l, p, q) * delta[p]))
                        .ToArray();
                }
            }
        }

        float actualCost = subject.Network.Backward(inputs, targets);

        double[] gradients = [.. Enumerable.Range(1, L).SelectMany(l => Matrix.Elements(dw[l]).Concat(db[l]))];
        Closeness.Within(GradientTolerance, cost, actualCost, "C");
        Closeness.Within(GradientTolerance, gradients, subject.Gradients, "gradients");
        TrainStepDescends(subject, inputs, targets, gradients);
    }

    /// <summary>
    /// S0's epoch over <see cref="EpochNet"/>: one row a sample, <c>a^l = g_l(a^(l−1) W^l + b^l)</c> with <c>W^l</c> of
    /// <c>N_(l−1) × N_l</c>, and <c>S</c> for our <c>δ</c>.
    /// </summary>
    private static double[] EpochGradients(float[] parameters, float[] x, Func<double[,], double[,]> costDerivative)
    {
        int m = x.Length / 3;

        // Our W^l is S0's transposed.
        double[,] w1 = Matrix.Transpose(Matrix.Of(5, 3, parameters.AsSpan(0, 15)));
        double[] b1 = Precision.ToDouble(parameters.AsSpan(15, 5));
        double[,] w2 = Matrix.Transpose(Matrix.Of(4, 5, parameters.AsSpan(20, 20)));
        double[] b2 = Precision.ToDouble(parameters.AsSpan(40, 4));
        double[,] w3 = Matrix.Transpose(Matrix.Of(2, 4, parameters.AsSpan(44, 8)));
        double[] b3 = Precision.ToDouble(parameters.AsSpan(52, 2));

        double[,] a0 = Matrix.Of(m, 3, x);
        double[,] z1 = Matrix.AddRow(Matrix.Product(a0, w1), b1);
        double[,] a1 = Matrix.Each(z1, Math.Tanh);
        double[,] z2 = Matrix.AddRow(Matrix.Product(a1, w2), b2);
        double[,] a2 = Matrix.Each(z2, z => Math.Log(1 + Math.Exp(z)));
        double[,] z3 = Matrix.AddRow(Matrix.Product(a2, w3), b3);
        double[,] a3 = Matrix.Each(z3, Sigmoid);

        double[,] s3 = Matrix.Each(costDerivative(a3), Matrix.Each(z3, SigmoidDerivative), Times);
        double[,] s2 = Matrix.Each(Matrix.Product(s3, Matrix.Transpose(w3)), Matrix.Each(z2, Sigmoid), Times);
        double[,] s1 = Matrix.Each(Matrix.Product(s2, Matrix.Transpose(w2)), Matrix.Each(z1, z => 1 - (Math.Tanh(z) * Math.Tanh(z))), Times);

        return
        [
            .. Matrix.Elements(Matrix.Transpose(Matrix.Product(Matrix.Transpose(a0), s1))), .. Matrix.SumOfRows(s1),
            .. Matrix.Elements(Matrix.Transpose(Matrix.Product(Matrix.Transpose(a1), s2))), .. Matrix.SumOfRows(s2),
            .. Matrix.Elements(Matrix.Transpose(Matrix.Product(Matrix.Transpose(a2), s3))), .. Matrix.SumOfRows(s3),
        ];
    }

    private static void TrainStepDescends(Subject subject, float[] inputs, float[] targets, double[] gradients)
    {
        const float Eta = 0.5f;
        double[] expected = Descended(subject.Parameters, Eta, gradients);

        subject.Network.Train(inputs, targets, new Sgd(Eta));

        Closeness.Within(ParameterTolerance, expected, subject.Parameters, "parameters after one step");
    }

    private static double[] Descended(float[] parameters, double eta, double[] gradients) =>
        parameters.Select((w, i) => w - (eta * gradients[i])).ToArray();

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double SigmoidDerivative(double z) => Sigmoid(z) * (1 - Sigmoid(z));

    private static double Times(double left, double right) => left * right;
}
