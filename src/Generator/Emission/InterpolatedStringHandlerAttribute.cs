namespace System.Runtime.CompilerServices;

/// <summary>What the compiler looks for on an interpolated string handler, and netstandard2.0 lacks.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class InterpolatedStringHandlerAttribute : Attribute;
