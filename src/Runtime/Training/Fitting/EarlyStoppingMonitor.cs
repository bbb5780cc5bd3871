namespace Backprop;

/// <summary>What <see cref="EarlyStopping"/> goes by.</summary>
public enum EarlyStoppingMonitor
{
    /// <summary>The cost of the validation set, or without one of the training rows: the lower, the better.</summary>
    Cost,

    /// <summary>The accuracy on the validation set, or without one on the training rows: the higher, the better.</summary>
    Accuracy,
}
