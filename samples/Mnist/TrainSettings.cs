namespace Mnist;

/// <summary>What the command line says on the training; null: the customary figure of the network.</summary>
internal sealed record TrainSettings
{
    /// <summary>A name of <see cref="NetworkChoice.ByName"/>.</summary>
    public string Network { get; init; } = "small";

    public int? Epochs { get; init; }

    public int? BatchSize { get; init; }

    public float? LearningRate { get; init; }

    /// <summary>It as it was typed.</summary>
    public string? LearningRateText { get; init; }

    /// <summary>One of <see cref="OptimizerChoice.Names"/>.</summary>
    public string? Optimizer { get; init; }

    /// <summary>Decides the first parameters and the orders of the digits.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The threads that train; 0: one a processor.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where to save the parameters; null: nowhere.</summary>
    public string? SavePath { get; init; }
}
