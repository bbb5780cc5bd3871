namespace Backprop;

/// <summary>The cost <c>C</c> of one sample, from the outputs <c>a</c> and the targets <c>y</c> (N of each).</summary>
public enum Loss
{
    /// <summary><c>C = Σ (a_i − y_i)²</c>.</summary>
    SquaredError,

    /// <summary><c>C = ½ Σ (a_i − y_i)²</c>.</summary>
    HalfSquaredError,

    /// <summary><c>C = (1/N) Σ (a_i − y_i)²</c>.</summary>
    MeanSquaredError,

    /// <summary><c>C = Σ h(a_i − y_i)</c>, with <c>h(d) = ½ d²</c> where <c>|d| ≤ 1</c>, else <c>|d| − ½</c> (Huber, 1964, threshold 1).</summary>
    Huber,

    /// <summary><c>C = −Σ [y_i ln a_i + (1 − y_i) ln(1 − a_i)]</c>. For a sigmoid output only; computed from <c>z</c>, and finite for every finite <c>z</c>.</summary>
    BinaryCrossEntropy,

    /// <summary><c>C = −Σ y_i ln a_i</c>. For a softmax output only; computed from <c>z</c>, and finite for every finite <c>z</c>.</summary>
    CrossEntropy,
}
