namespace Backprop;

/// <summary>The activation <c>a = g(z)</c> of a layer. <c>z</c> is the pre-activation <c>W a + b</c>.</summary>
public enum Activation
{
    /// <summary><c>g(z) = z</c>.</summary>
    Identity,

    /// <summary>The logistic function <c>g(z) = 1 / (1 + e^−z)</c>.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary><c>g(z) = max(z, 0)</c>; its derivative at 0 is 0.</summary>
    Relu,

    /// <summary><c>g(z) = z</c> for <c>z &gt; 0</c>, else <c>0.01 z</c> (Maas et al., 2013).</summary>
    LeakyRelu,

    /// <summary><c>g(z) = z</c> for <c>z &gt; 0</c>, else <c>e^z − 1</c> (Clevert et al., 2015, with α = 1).</summary>
    Elu,

    /// <summary><c>g(z) = λ z</c> for <c>z &gt; 0</c>, else <c>λ α (e^z − 1)</c>; λ = 1.0507…, α = 1.6732… (Klambauer et al., 2017).</summary>
    Selu,

    /// <summary><c>g(z) = ½ z (1 + tanh(√(2/π) (z + 0.044715 z³)))</c> (Hendrycks and Gimpel, 2016, the tanh form).</summary>
    Gelu,

    /// <summary><c>g(z) = z / (1 + e^−z)</c>, also called swish.</summary>
    Silu,

    /// <summary><c>g(z) = ln(1 + e^z)</c>.</summary>
    Softplus,

    /// <summary><c>g(z) = z / (1 + |z|)</c>.</summary>
    Softsign,

    /// <summary><c>g(z)_i = e^z_i / Σ_k e^z_k</c>, over the neurons of the layer. For the last layer only.</summary>
    Softmax,
}
