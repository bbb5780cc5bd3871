using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace Backprop.Probe.Combinations;

/// <summary>One way to train: a value of each of the <see cref="Choices"/>, and what is made of them. The same values make the same rows and the same training.</summary>
internal sealed class Combination
{
    public const int Epochs = 24;

    private const int Rows = 61;
    private const int ValidationRows = 23;
    private const int RowsAround = 5;

    // Never cancelled, but it could be: a token that cannot is asked in another way.
    private static readonly CancellationTokenSource NeverCancelled = new();

    private readonly int[] _values;

    private Combination(int[] values) => _values = values;

    /// <summary>As many as it takes for any two values to meet.</summary>
    public static IReadOnlyList<Combination> All { get; } =
    [
        .. CoveringArray.Of(
            [.. Choices.All.Select(static choice => choice.Values.Length)],
            static (choice, value, other, otherValue) => Choices.CanMeet(
                Choices.All[choice], Choices.All[choice].Values[value], Choices.All[other], Choices.All[other].Values[otherValue]),
            Choices.Beginnings().Select(ValuesOf)).Select(static values => new Combination(values)),
    ];

    public string this[Choice choice] => choice.Values[_values[Choices.IndexOf(choice)]];

    /// <summary>The plainest values, but for some.</summary>
    public static Combination Plain(params (Choice Choice, string Value)[] others)
        => new([.. ValuesOf(others).Select(static value => value == CoveringArray.Open ? 0 : value)]);

    public override string ToString() => string.Join(' ', Choices.All.Select(choice => $"{choice.Name}={this[choice]}"));

    public INetwork CreateNetwork() => this[Choices.Network] switch
    {
        "softmax" => Has(Choices.Dropout) ? new DroppedSoftmaxNet(1) : new SoftmaxNet(1),
        "one-sigmoid" => Has(Choices.Dropout) ? new DroppedSigmoidNet(1) : new SigmoidNet(1),
        "regression" => Has(Choices.Dropout) ? new DroppedRegressionNet(1) : new RegressionNet(1),
        "sparse" => Has(Choices.Dropout) ? new DroppedSparseNet(1) : new SparseNet(1),
        "tiny" => Has(Choices.Dropout) ? new DroppedTinyNet(1) : new TinyNet(1),
        string other => throw Unknown(other),
    };

    public Dataset CreateData() => CreateData(Rows, seed: 2);

    public FitOptions CreateOptions(TrainingThreads? threads, TimeProvider clock) => new()
    {
        Epochs = Epochs,
        BatchSize = int.Parse(this[Choices.BatchSize], CultureInfo.InvariantCulture),
        Shuffle = Has(Choices.Shuffle),
        Seed = 3,
        ClassWeights = Has(Choices.ClassWeights) ? [.. Enumerable.Range(0, ClassCount).Select(static label => 0.5f + label)] : null,
        Optimizer = CreateOptimizer(),
        Schedule = CreateSchedule(),
        Validation = this[Choices.Validation] == "set" ? CreateData(ValidationRows, seed: 4) : null,
        ValidationFraction = this[Choices.Validation] == "fraction" ? 0.25 : 0,
        TrainMetrics = Has(Choices.TrainMetrics),
        EarlyStopping = CreateEarlyStopping(),
        TargetCost = Has(Choices.TargetCost) ? -1 : null,
        TimeLimit = Has(Choices.TimeLimit) ? TimeSpan.FromHours(1) : null,
        StopAtNonFiniteCost = Has(Choices.StopAtNonFiniteCost),
        Progress = Has(Choices.Progress) ? new LastEpoch() : null,
        CancellationToken = Has(Choices.Cancellation) ? NeverCancelled.Token : default,
        Threads = threads,
        Clock = clock,
    };

    private int ClassCount => this[Choices.Network] switch
    {
        "softmax" => SoftmaxNet.OutputSize,
        "one-sigmoid" => 2,
        "regression" => RegressionNet.OutputSize,
        "sparse" => SparseNet.OutputSize,
        "tiny" => TinyNet.OutputSize,
        string other => throw Unknown(other),
    };

    private static int[] ValuesOf((Choice Choice, string Value)[] made)
    {
        int[] values = [.. Choices.All.Select(static _ => CoveringArray.Open)];
        foreach ((Choice choice, string value) in made)
        {
            values[Choices.IndexOf(choice)] = Array.IndexOf(choice.Values, value);
        }

        return values;
    }

    private static ArgumentException Unknown(string value) => new($"expected a value of the choice, got {value}");

    private bool Has(Choice choice) => this[choice] == Choices.Yes;

    private Dataset CreateData(int count, ulong seed)
    {
        bool isSlice = this[Choices.Rows] == "slice";
        Dataset data = CreateWholeData(isSlice ? count + (2 * RowsAround) : count, new RandomSource(seed));
        return isSlice ? data.Slice(RowsAround, count) : data;
    }

    private Dataset CreateWholeData(int count, RandomSource random)
    {
        INetwork network = CreateNetwork();
        float zeros = this[Choices.Network] == "sparse" ? 0.7f : 0f;
        float[] inputs = [.. Enumerable.Range(0, count * network.InputSize).Select(_ => random.NextSingle() < zeros ? 0f : random.NextSingle(-1f, 1f))];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.NextInt32(ClassCount))];
        Dataset labelled = Dataset.FromLabels(inputs, network.InputSize, labels, ClassCount);
        Dataset data = this[Choices.Answers] switch
        {
            "labels" => labelled,
            "targets" => Dataset.FromTargets(
                inputs, network.InputSize, [.. Enumerable.Range(0, count * network.OutputSize).Select(_ => random.NextSingle(0f, 1f))], network.OutputSize),
            "one-of-n" when network.OutputSize == 1 => Dataset.FromTargets(inputs, network.InputSize, [.. labels.Select(static label => (float)label)], 1),
            "one-of-n" => labelled.ToOneHot(),
            string other => throw Unknown(other),
        };
        return Has(Choices.SampleWeights) ? data.WithWeights([.. Enumerable.Range(0, count).Select(_ => random.NextSingle(0f, 2f))]) : data;
    }

    private Optimizer CreateOptimizer()
    {
        string conditions = this[Choices.Conditions];
        float? clipNorm = Is("clip-norm") ? 0.5f : null;
        float? clipValue = Is("clip-value") ? 0.05f : null;
        float l1 = Is("l1") ? 0.001f : 0f;
        float l2 = Is("l2") ? 0.01f : 0f;
        float decay = Is("weight-decay") ? 0.1f : 0f;
        return this[Choices.Optimizer] switch
        {
            "sgd" => new Sgd(0.02f) { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "momentum" => new Sgd(0.002f, 0.9f) { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "nesterov" => new Sgd(0.002f, 0.9f, nesterov: true) { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "adagrad" => new AdaGrad { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "rmsprop" => new RmsProp { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "rmsprop-momentum" => new RmsProp(momentum: 0.9f) { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "adam" => new Adam { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "adamw" when decay == 0f => new AdamW { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2 },
            "adamw" => new AdamW { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "nadam" => new Nadam { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "lion" => new Lion { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "rprop" => new Rprop(largestStep: 0.1f) { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            "own" => new OwnRule { ClipNorm = clipNorm, ClipValue = clipValue, L1 = l1, L2 = l2, WeightDecay = decay },
            string other => throw Unknown(other),
        };

        bool Is(string condition) => conditions == condition || conditions == "all";
    }

    private EarlyStopping? CreateEarlyStopping() => this[Choices.EarlyStopping] switch
    {
        Choices.No => null,
        "last" => new EarlyStopping { Patience = Epochs, RestoreBest = false },
        "best" => new EarlyStopping { Patience = Epochs },
        "best-accuracy" when this[Choices.Network] == "regression" && this[Choices.Answers] != "labels" => new EarlyStopping { Patience = Epochs },
        "best-accuracy" => new EarlyStopping { Patience = Epochs, Monitor = EarlyStoppingMonitor.Accuracy },
        string other => throw Unknown(other),
    };

    private LearningRateSchedule? CreateSchedule() => this[Choices.Schedule] switch
    {
        Choices.No => null,
        "constant" => LearningRateSchedule.Constant(),
        "step" => LearningRateSchedule.Step(3, factor: 0.5f),
        "exponential" => LearningRateSchedule.Exponential(0.9f),
        "cosine" => LearningRateSchedule.Cosine(warmUpEpochs: 2, periodEpochs: 4, periodFactor: 2),
        "one-cycle" => LearningRateSchedule.OneCycle(),
        "plateau" => LearningRateSchedule.ReduceOnPlateau(patience: 0),
        string other => throw Unknown(other),
    };
}
