using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace Backprop.Runtime.Tests.Optimizers;

/// <summary>What all optimizers share: options, state for each network, lengths, allocations.</summary>
public sealed class OptimizerTests
{
    public static TheoryData<string> Rules =>
    [
        "sgd", "momentum", "nesterov", "adam", "adagrad", "rmsprop", "rmsprop momentum", "adamw", "nadam", "lion", "rprop", "own",
        "sgd with all", "adam with all", "own with all",
    ];

    [Fact]
    public void OnlyPlainGradientDescentSaysSo()
    {
        Assert.True(new Sgd(0.1f).IsGradientDescent);
        Assert.False(new Sgd(0.1f, 0.5f).IsGradientDescent);
        Assert.False(new Sgd(0.1f, 0.5f, nesterov: true).IsGradientDescent);
        Assert.False(new Adam().IsGradientDescent);
        Assert.False(Create("own").IsGradientDescent);
        Assert.False(new Sgd(0.1f) { ClipValue = 1f }.IsGradientDescent);
        Assert.False(new Sgd(0.1f) { ClipNorm = 1f }.IsGradientDescent);
        Assert.False(new Sgd(0.1f) { L1 = 1f }.IsGradientDescent);
        Assert.False(new Sgd(0.1f) { L2 = 1f }.IsGradientDescent);
        Assert.False(new Sgd(0.1f) { WeightDecay = 1f }.IsGradientDescent);
    }

    [Fact]
    public void OptionsCanBeRead()
    {
        var sgd = new Sgd(0.25f, 0.5f, nesterov: true);
        Assert.Equal((0.25f, 0.5f, true), (sgd.LearningRate, sgd.Momentum, sgd.Nesterov));
        var adam = new Adam();
        Assert.Equal((0.001f, 0.9f, 0.999f, 1e-8f), (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon));
    }

    [Fact]
    public void OptionsOfTheOtherRulesCanBeRead()
    {
        Assert.Equal((0.01f, 1e-10f), (new AdaGrad().LearningRate, new AdaGrad().Epsilon));
        var rmsProp = new RmsProp();
        Assert.Equal((0.001f, 0.9f, 0f, 1e-8f), (rmsProp.LearningRate, rmsProp.Decay, rmsProp.Momentum, rmsProp.Epsilon));
        var adamW = new AdamW();
        Assert.Equal((0.001f, 0.9f, 0.999f, 1e-8f, 0.01f), (adamW.LearningRate, adamW.Beta1, adamW.Beta2, adamW.Epsilon, adamW.WeightDecay));
        Assert.Equal(0f, new AdamW { WeightDecay = 0f }.WeightDecay);
        var nadam = new Nadam();
        Assert.Equal((0.002f, 0.9f, 0.999f, 1e-8f), (nadam.LearningRate, nadam.Beta1, nadam.Beta2, nadam.Epsilon));
        Assert.Equal((1e-4f, 0.9f, 0.99f), (new Lion().LearningRate, new Lion().Beta1, new Lion().Beta2));
        var rprop = new Rprop();
        Assert.Equal((0.01f, 0.5f, 1.2f, 1e-6f, 50f), (rprop.LearningRate, rprop.Decrease, rprop.Increase, rprop.SmallestStep, rprop.LargestStep));
        Assert.Equal((null, null, 0f, 0f, 0f), (rprop.ClipValue, rprop.ClipNorm, rprop.L1, rprop.L2, rprop.WeightDecay));
        Optimizer all = Create("sgd with all");
        Assert.Equal((0.5f, 1f, 0.01f, 0.02f, 0.03f), (all.ClipValue, all.ClipNorm, all.L1, all.L2, all.WeightDecay));
    }

    [Theory]
    [InlineData(0f, "0")]
    [InlineData(-1f, "-1")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void ALimitOutOfRangeIsRejected(float value, string text)
    {
        Rejects("ClipValue", $"ClipValue: expected a finite value above 0, or null, got {text}", () => _ = new Sgd(0.1f) { ClipValue = value });
        Rejects("ClipNorm", $"ClipNorm: expected a finite value above 0, or null, got {text}", () => _ = new Sgd(0.1f) { ClipNorm = value });
    }

    [Theory]
    [InlineData(-1f, "-1")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void AFactorOutOfRangeIsRejected(float value, string text)
    {
        Rejects("L1", $"L1: expected a finite value of at least 0, got {text}", () => _ = new Sgd(0.1f) { L1 = value });
        Rejects("L2", $"L2: expected a finite value of at least 0, got {text}", () => _ = new Sgd(0.1f) { L2 = value });
        Rejects("WeightDecay", $"WeightDecay: expected a finite value of at least 0, got {text}", () => _ = new Sgd(0.1f) { WeightDecay = value });
    }

    [Fact]
    public void ConstantsOfRpropOutOfRangeAreRejected()
    {
        foreach (float value in new[] { 0f, 1f, -1f, float.NaN })
        {
            Rejects("decrease", FormattableString.Invariant($"decrease: expected above 0 and below 1, got {value}"), () => _ = new Rprop(decrease: value));
        }

        foreach (float value in new[] { 1f, 0.5f, float.NaN, float.PositiveInfinity })
        {
            Rejects("increase", FormattableString.Invariant($"increase: expected a finite value above 1, got {value}"), () => _ = new Rprop(increase: value));
        }

        Rejects("smallestStep", "smallestStep: expected a finite value above 0, got 0", () => _ = new Rprop(smallestStep: 0f));
        Rejects("largestStep", "largestStep: expected a finite value of at least 0.5, got 0.25", () => _ = new Rprop(smallestStep: 0.5f, largestStep: 0.25f));
    }

    [Theory]
    [InlineData(-1f, "-1")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    [InlineData(-1e-45f, "-1E-45")]
    public void ALearningRateOutOfRangeIsRejected(float value, string text)
    {
        string problem = $": expected a finite value of at least 0, got {text}";
        Rejects("learningRate", "learningRate" + problem, () => _ = new Sgd(value));
        Rejects("learningRate", "learningRate" + problem, () => _ = new Adam(value));
        foreach (string rule in new[] { "sgd", "adam", "own" })
        {
            Optimizer optimizer = Create(rule);
            float before = optimizer.LearningRate;
            Rejects("LearningRate", "LearningRate" + problem, () => optimizer.LearningRate = value);
            Assert.Equal(before, optimizer.LearningRate);
        }
    }

    [Theory]
    [InlineData(-0.1f, "-0.1")]
    [InlineData(1f, "1")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void ADecayOutOfRangeIsRejected(float value, string text)
    {
        Rejects("momentum", $"momentum: expected at least 0 and below 1, got {text}", () => _ = new Sgd(0.1f, value));
        Rejects("beta1", $"beta1: expected at least 0 and below 1, got {text}", () => _ = new Adam(beta1: value));
        Rejects("beta2", $"beta2: expected at least 0 and below 1, got {text}", () => _ = new Adam(beta2: value));
        Rejects("decay", $"decay: expected at least 0 and below 1, got {text}", () => _ = new RmsProp(decay: value));
        Rejects("momentum", $"momentum: expected at least 0 and below 1, got {text}", () => _ = new RmsProp(momentum: value));
        Rejects("beta1", $"beta1: expected at least 0 and below 1, got {text}", () => _ = new AdamW(beta1: value));
        Rejects("beta1", $"beta1: expected at least 0 and below 1, got {text}", () => _ = new Nadam(beta1: value));
        Rejects("beta2", $"beta2: expected at least 0 and below 1, got {text}", () => _ = new Nadam(beta2: value));
        Rejects("beta1", $"beta1: expected at least 0 and below 1, got {text}", () => _ = new Lion(beta1: value));
        Rejects("beta2", $"beta2: expected at least 0 and below 1, got {text}", () => _ = new Lion(beta2: value));
    }

    [Theory]
    [InlineData(0f, "0")]
    [InlineData(-1f, "-1")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void AnEpsilonOutOfRangeIsRejected(float value, string text)
    {
        string message = $"epsilon: expected a finite value above 0, got {text}";
        Rejects("epsilon", message, () => _ = new Adam(epsilon: value));
        Rejects("epsilon", message, () => _ = new AdaGrad(epsilon: value));
        Rejects("epsilon", message, () => _ = new RmsProp(epsilon: value));
        Rejects("epsilon", message, () => _ = new Nadam(epsilon: value));
    }

    [Fact]
    public void NesterovNeedsMomentum()
    {
        ArgumentException error = Assert.Throws<ArgumentException>("nesterov", () => new Sgd(0.1f, nesterov: true));
        Assert.StartsWith("nesterov: expected a momentum above 0 with it, got 0", error.Message);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void GradientsOfAnotherLengthAreRejected(string rule)
    {
        Optimizer optimizer = Create(rule);
        var network = new FakeNetwork(16);
        foreach (int length in new[] { 0, 12, 17 })
        {
            ArgumentException error = Assert.Throws<ArgumentException>("gradients", () => optimizer.Step(network, new float[length]));
            Assert.StartsWith($"gradients: expected 16 values, got {length}", error.Message);
        }

        Assert.Equal(new float[16], network.Parameters.ToArray());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void ANetworkThatIsNullIsRejected(string rule)
    {
        Optimizer optimizer = Create(rule);
        Assert.Throws<ArgumentNullException>("network", () => optimizer.Step(null!));
        Assert.Throws<ArgumentNullException>("network", () => optimizer.Step(null!, []));
        Assert.Throws<ArgumentNullException>("network", () => optimizer.Reset(null!));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void GradientsElsewhereDoTheSameAsTheNetworksOwn(string rule)
    {
        FakeNetwork own = WithGradients(19, 1);
        FakeNetwork elsewhere = WithGradients(19, 2);
        Optimizer first = Create(rule);
        Optimizer second = Create(rule);
        float[] gradients = own.Gradients.ToArray();
        for (int step = 0; step < 5; step++)
        {
            first.Step(own);
            second.Step(elsewhere, gradients);
        }

        Assert.Equal(own.Parameters.ToArray(), elsewhere.Parameters.ToArray());
        Assert.Equal(gradients, own.Gradients.ToArray());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void EachNetworkHasItsOwnState(string rule)
    {
        // Of different lengths, in turns, and in turns of different lengths: as if each had an optimizer to itself.
        FakeNetwork[] shared = [WithGradients(5, 1), WithGradients(40, 2), WithGradients(5, 3)];
        FakeNetwork[] alone = [WithGradients(5, 1), WithGradients(40, 2), WithGradients(5, 3)];
        Optimizer one = Create(rule);
        Optimizer[] many = [Create(rule), Create(rule), Create(rule)];
        int[] order = [0, 0, 1, 2, 1, 0, 2, 2, 2, 1, 0];
        foreach (int k in order)
        {
            one.Step(shared[k]);
            many[k].Step(alone[k]);
        }

        for (int k = 0; k < shared.Length; k++)
        {
            Assert.Equal(alone[k].Parameters.ToArray(), shared[k].Parameters.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void ResetForgetsOneNetworkOrAll(string rule)
    {
        float[] fresh = AfterTwoSteps(Create(rule), 1);
        float[] freshOther = AfterTwoSteps(Create(rule), 2);
        Optimizer optimizer = Create(rule);
        FakeNetwork network = WithGradients(9, 1);
        FakeNetwork other = WithGradients(9, 2);
        TwoSteps(optimizer, network);
        optimizer.Step(other);

        optimizer.Reset(network);
        network.Parameters.Clear();
        TwoSteps(optimizer, network);
        Assert.Equal(fresh, network.Parameters.ToArray());

        // The other one was not forgotten: this is its second step.
        optimizer.Step(other);
        Assert.Equal(freshOther, other.Parameters.ToArray());

        optimizer.Reset();
        network.Parameters.Clear();
        other.Parameters.Clear();
        TwoSteps(optimizer, network);
        TwoSteps(optimizer, other);
        Assert.Equal(fresh, network.Parameters.ToArray());
        Assert.Equal(freshOther, other.Parameters.ToArray());

        optimizer.Reset(new FakeNetwork(1));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void NothingAllocatesAfterTheFirstStep(string rule)
    {
        FakeNetwork first = WithGradients(100, 1);
        FakeNetwork second = WithGradients(17, 2);
        float[] gradients = first.Gradients.ToArray();
        Optimizer optimizer = Create(rule);
        Walk(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Walk(int times)
        {
            for (int i = 0; i < times; i++)
            {
                optimizer.Step(first, gradients);
                optimizer.Step(first);
                optimizer.Step(second);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void AnOptimizerDoesNotKeepANetworkAlive(string rule)
    {
        Optimizer optimizer = Create(rule);
        WeakReference network = StepOnce(optimizer);
        for (int i = 0; i < 10 && network.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(network.IsAlive);

        // The state of the dead network is not taken for the next one's.
        FakeNetwork next = WithGradients(9, 1);
        TwoSteps(optimizer, next);
        Assert.Equal(AfterTwoSteps(Create(rule), 1), next.Parameters.ToArray());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference StepOnce(Optimizer optimizer)
        {
            FakeNetwork network = WithGradients(9, 5);
            optimizer.Step(network);
            optimizer.Step(network);
            return new WeakReference(network);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void ThreadsMayStepDifferentNetworksWithOneOptimizer(string rule)
    {
        const int Steps = 5_000;
        FakeNetwork[] shared = [WithGradients(33, 1), WithGradients(16, 2), WithGradients(3, 3)];
        Optimizer optimizer = Create(rule);
        Thread[] threads = new Thread[shared.Length];
        for (int k = 0; k < threads.Length; k++)
        {
            FakeNetwork network = shared[k];
            threads[k] = new Thread(() =>
            {
                for (int step = 0; step < Steps; step++)
                {
                    optimizer.Step(network);
                }
            });
            threads[k].Start();
        }

        for (int k = 0; k < threads.Length; k++)
        {
            threads[k].Join();
            FakeNetwork alone = WithGradients(shared[k].ParameterCount, (ulong)(k + 1));
            Optimizer own = Create(rule);
            for (int step = 0; step < Steps; step++)
            {
                own.Step(alone);
            }

            Assert.Equal(alone.Parameters.ToArray(), shared[k].Parameters.ToArray());
        }
    }

    [Fact]
    public void AStateThatServesTwoNetworksIsRejected()
    {
        var optimizer = new OneStateForAll();
        optimizer.Step(new FakeNetwork(1));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => optimizer.Step(new FakeNetwork(1)));
        Assert.Equal("CreateState: expected a new state for each network, got one that is in use", error.Message);
    }

    [Fact]
    public void AStateHasItsArrays()
    {
        var state = new OptimizerState(5, 2);
        state[1].Fill(1f);
        Assert.Equal(new float[5], state[0].ToArray());
        Assert.Equal([1f, 1f, 1f, 1f, 1f], state[1].ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => state[2].Length);
        Assert.Throws<IndexOutOfRangeException>(() => state[-1].Length);
        Rejects("count", "count: expected at least 0, got -1", () => _ = new OptimizerState(5, -1));
        Rejects("length", "length: expected 0 … ", () => _ = new OptimizerState(-1, 1));
    }

    private static Optimizer Create(string rule) => rule switch
    {
        "sgd" => new Sgd(0.1f),
        "momentum" => new Sgd(0.1f, 0.9f),
        "nesterov" => new Sgd(0.1f, 0.9f, nesterov: true),
        "adam" => new Adam(0.1f),
        "adagrad" => new AdaGrad(0.1f),
        "rmsprop" => new RmsProp(0.1f),
        "rmsprop momentum" => new RmsProp(0.1f, momentum: 0.9f),
        "adamw" => new AdamW(0.1f),
        "nadam" => new Nadam(0.1f),
        "lion" => new Lion(0.1f),
        "rprop" => new Rprop(0.1f),
        "sgd with all" => new Sgd(0.1f) { ClipNorm = 1f, ClipValue = 0.5f, L1 = 0.01f, L2 = 0.02f, WeightDecay = 0.03f },
        "adam with all" => new Adam(0.1f) { ClipNorm = 1f, ClipValue = 0.5f, L1 = 0.01f, L2 = 0.02f, WeightDecay = 0.03f },
        "own with all" => new SignOfSum(0.1f) { ClipNorm = 1f, ClipValue = 0.5f, L1 = 0.01f, L2 = 0.02f, WeightDecay = 0.03f },
        _ => new SignOfSum(0.1f),
    };

    private static FakeNetwork WithGradients(int length, ulong seed)
    {
        var network = new FakeNetwork(length);
        var random = new RandomSource(seed);
        foreach (ref float gradient in network.Gradients)
        {
            gradient = random.NextSingle(-1f, 1f);
        }

        return network;
    }

    private static float[] AfterTwoSteps(Optimizer optimizer, ulong seed)
    {
        FakeNetwork network = WithGradients(9, seed);
        TwoSteps(optimizer, network);
        return network.Parameters.ToArray();
    }

    private static void TwoSteps(Optimizer optimizer, FakeNetwork network)
    {
        optimizer.Step(network);
        optimizer.Step(network);
    }

    private static void Rejects(string name, string message, Action action)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(name, action);
        Assert.StartsWith(message, error.Message);
    }

    /// <summary>A rule as a user would write it: <c>s := s + g</c>, <c>w := w − η sign(s) / t</c>.</summary>
    private sealed class SignOfSum(float learningRate) : Optimizer(learningRate)
    {
        protected override OptimizerState CreateState(int length) => new CountingState(length);

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            Span<float> sum = state[0];
            int step = ++((CountingState)state).Step;
            for (int i = 0; i < parameters.Length; i++)
            {
                sum[i] += gradients[i];
                parameters[i] -= LearningRate * Math.Sign(sum[i]) / step;
            }
        }

        private sealed class CountingState(int length) : OptimizerState(length, 1)
        {
            public int Step { get; set; }
        }
    }

    private sealed class OneStateForAll() : Optimizer(1f)
    {
        private readonly OptimizerState _state = new(1, 0);

        protected override OptimizerState CreateState(int length) => _state;

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
        }
    }
}
