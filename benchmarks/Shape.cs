namespace Backprop.Benchmarks;

/// <summary>What a rival has to know of a network to be the same.</summary>
/// <param name="Sizes">The input size and the size of each layer.</param>
/// <param name="Activations">That of each layer.</param>
internal sealed record Shape(int[] Sizes, Activation[] Activations)
{
    public int LayerCount => Activations.Length;
}
