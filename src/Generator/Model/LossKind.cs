namespace Backprop.Generator.Model;

/// <summary>The members of <c>Backprop.Loss</c>, in its order.</summary>
internal enum LossKind
{
    SquaredError,
    HalfSquaredError,
    MeanSquaredError,
    Huber,
    BinaryCrossEntropy,
    CrossEntropy,
}
