namespace Backprop;

/// <summary>What comes from one parent as a whole in <see cref="NetworkParameters.CrossOver"/>.</summary>
public enum CrossOverUnit
{
    /// <summary>Each weight and each bias by itself.</summary>
    Parameter,

    /// <summary>A neuron: its weights and its bias.</summary>
    Neuron,
}
