namespace Backprop;

/// <summary>How well a network tells one class. A quotient whose divisor is 0 is 0.</summary>
/// <param name="Name">The class's name, or its number.</param>
/// <param name="Precision">Of the rows that the network says are of the class, the share that are, 0 … 1.</param>
/// <param name="Recall">Of the rows that are of the class, the share that the network says are, 0 … 1.</param>
/// <param name="F1">The harmonic mean of the two, <c>2 P R / (P + R)</c>.</param>
/// <param name="Count">The rows that are of the class.</param>
public readonly record struct ClassScore(string Name, double Precision, double Recall, double F1, int Count);
