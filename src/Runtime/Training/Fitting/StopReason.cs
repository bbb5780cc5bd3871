namespace Backprop;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The monitored cost had not improved for <see cref="EarlyStopping.Patience"/> epochs.</summary>
    EarlyStopping,

    /// <summary>The monitored cost had reached <see cref="FitOptions.TargetCost"/>.</summary>
    TargetCost,

    /// <summary><see cref="FitOptions.TimeLimit"/> was over.</summary>
    TimeLimit,

    /// <summary>The <see cref="FitOptions.CancellationToken"/> was cancelled.</summary>
    Cancelled,

    /// <summary>A cost or a parameter was not finite: <see cref="TrainingHistory.NonFinite"/> says where.</summary>
    NonFiniteCost,
}
