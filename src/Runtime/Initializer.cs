namespace Backprop;

/// <summary>
/// The distribution of the first weights of a layer with <c>n</c> inputs and <c>m</c> neurons. Biases start at zero.
/// </summary>
/// <remarks>
/// <para>All have mean 0; the variance of a uniform distribution in <c>±r</c> is <c>r²/3</c>, so each pair has one variance.</para>
/// <para>
/// The normal distributions are truncated, as in Keras: values beyond two standard deviations are drawn again, and what is left is widened
/// by <c>1 / 0.87962566</c>, so that the variance is the one named. No weight lies beyond 2.28 times its root.
/// </para>
/// </remarks>
public enum Initializer
{
    /// <summary>
    /// <see cref="GlorotUniform"/> for <see cref="Activation.Identity"/>, <see cref="Activation.Sigmoid"/>, <see cref="Activation.Tanh"/>,
    /// <see cref="Activation.Softsign"/> and <see cref="Activation.Softmax"/> layers, <see cref="HeUniform"/> for the others.
    /// </summary>
    Default,

    /// <summary>Uniform in <c>±√(6 / (n + m))</c> (Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010).</summary>
    GlorotUniform,

    /// <summary>Truncated normal of variance <c>2 / (n + m)</c> (Glorot and Bengio, 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform in <c>±√(6 / n)</c> (He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015).</summary>
    HeUniform,

    /// <summary>Truncated normal of variance <c>2 / n</c> (He, Zhang, Ren and Sun, 2015).</summary>
    HeNormal,

    /// <summary>Uniform in <c>±√(3 / n)</c> (LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998).</summary>
    LeCunUniform,

    /// <summary>
    /// Truncated normal of variance <c>1 / n</c> (LeCun, Bottou, Orr and Müller, 1998): what <see cref="Activation.Selu"/> is made for
    /// (Klambauer et al., "Self-normalizing neural networks", 2017).
    /// </summary>
    LeCunNormal,

    /// <summary>
    /// All weights are 0. For a network of one layer, or to load parameters later: the neurons of a hidden layer would stay alike for ever.
    /// </summary>
    Zeros,
}
