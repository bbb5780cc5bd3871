namespace Backprop;

/// <summary>How the costs of the rows of one call become one number.</summary>
public enum Reduction
{
    /// <summary><c>(1/m) Σ C_k</c> over the <c>m</c> rows.</summary>
    Mean,

    /// <summary><c>Σ C_k</c>.</summary>
    Sum,
}
