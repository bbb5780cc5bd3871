using System;
using System.Collections.Generic;

namespace Backprop.Probe.Combinations;

/// <summary>All that a training can have. Threads are not among it: every combination is run on several numbers of them.</summary>
internal static class Choices
{
    public const string No = "no";
    public const string Yes = "yes";

    public static readonly Choice Network = new("network", "softmax", "one-sigmoid", "regression", "sparse", "tiny");
    public static readonly Choice Dropout = new("dropout", No, Yes);
    public static readonly Choice Answers = new("answers", "labels", "targets", "one-of-n");
    public static readonly Choice Rows = new("rows", "whole", "slice");
    public static readonly Choice Validation = new("validation", No, "set", "fraction");
    public static readonly Choice SampleWeights = new("sample-weights", No, Yes);
    public static readonly Choice ClassWeights = new("class-weights", No, Yes);
    public static readonly Choice TrainMetrics = new("train-metrics", No, Yes);
    public static readonly Choice Progress = new("progress", No, Yes);
    public static readonly Choice Cancellation = new("cancellation", No, Yes);
    public static readonly Choice BatchSize = new("batch", "7", "1", "1000");
    public static readonly Choice Shuffle = new("shuffle", Yes, No);
    public static readonly Choice Optimizer = new(
        "optimizer", "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "rmsprop-momentum", "adam", "adamw", "nadam", "lion", "rprop", "own");

    public static readonly Choice Conditions = new("conditions", No, "clip-norm", "clip-value", "l1", "l2", "weight-decay", "all");
    public static readonly Choice Schedule = new("schedule", No, "constant", "step", "exponential", "cosine", "one-cycle", "plateau");
    public static readonly Choice EarlyStopping = new("early-stopping", No, "last", "best", "best-accuracy");
    public static readonly Choice TargetCost = new("target-cost", No, Yes);
    public static readonly Choice TimeLimit = new("time-limit", No, Yes);
    public static readonly Choice StopAtNonFiniteCost = new("stop-at-non-finite", Yes, No);

    public static readonly Choice[] All =
    [
        Network, Dropout, Answers, Rows, Validation, SampleWeights, ClassWeights, TrainMetrics, Progress, Cancellation, BatchSize, Shuffle,
        Optimizer, Conditions, Schedule, EarlyStopping, TargetCost, TimeLimit, StopAtNonFiniteCost,
    ];

    /// <summary>
    /// Weights of classes need labels, and to go by the accuracy needs classes, and validation rows to have an accuracy. Everything else goes with everything.
    /// </summary>
    /// <remarks>
    /// One exception takes three values, and is made where the options are: one-of-n targets are no classes to a regression, which then goes by the cost.
    /// </remarks>
    public static bool CanMeet(Choice choice, string value, Choice other, string otherValue)
        => (choice.Name, value, other.Name, otherValue) is not (
            ("answers", not "labels", "class-weights", Yes)
            or ("answers", "targets", "early-stopping", "best-accuracy")
            or ("validation", No, "early-stopping", "best-accuracy"));

    /// <summary>
    /// Rows of one that are trained by passes of their own, if so much comes together that pairs would leave it to chance: for a single row, for
    /// few inputs that are not zero, in registers; with the parameters changed at once (by plain descent) or after the gradient.
    /// </summary>
    public static IEnumerable<(Choice Choice, string Value)[]> Beginnings()
    {
        foreach (string network in Network.Values)
        {
            foreach (string answers in new[] { "labels", "targets" })
            {
                foreach (string optimizer in new[] { "sgd", "adam" })
                {
                    yield return
                    [
                        (Network, network), (Answers, answers), (Optimizer, optimizer), (Conditions, No), (BatchSize, "1"), (Dropout, No), (SampleWeights, No),
                        (ClassWeights, No),
                    ];
                }
            }
        }
    }

    public static int IndexOf(Choice choice) => Array.IndexOf(All, choice);
}
