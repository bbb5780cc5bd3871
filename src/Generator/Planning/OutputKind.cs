namespace Backprop.Generator.Planning;

/// <summary>How cost and <c>δ^L</c> come about: the members of the runtime's <c>OutputMath</c>.</summary>
internal enum OutputKind
{
    /// <summary>A sum over the outputs, after an elementwise activation.</summary>
    Elementwise,

    /// <summary>A sum over the outputs, after softmax: the full Jacobian.</summary>
    Softmax,

    /// <summary>Binary cross-entropy and sigmoid, fused.</summary>
    BinaryCrossEntropy,

    /// <summary>Cross-entropy and softmax, fused.</summary>
    SoftmaxCrossEntropy,
}
