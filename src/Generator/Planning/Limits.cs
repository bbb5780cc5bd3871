namespace Backprop.Generator.Planning;

/// <summary>
/// The budget of one emitted method: half of each limit above which the just-in-time compiler silently stops optimising
/// (dotnet/runtime, <c>src/coreclr/jit/compiler.h</c>, <c>DEFAULT_MIN_OPTS_*</c>). The tests hold every emitted method to it.
/// </summary>
internal static class Limits
{
    public const int MethodBytes = 60_000 / 2;
    public const int MethodInstructions = 20_000 / 2;
    public const int MethodBlocks = 2_000 / 2;
    public const int MethodLocalReferences = 8_000 / 2;

    /// <summary>
    /// Optimising would go on up to 2,000, but from about 900 on the compiler inlines nothing more, and the vector operations are
    /// calls that must be inlined.
    /// </summary>
    public const int MethodLocals = 900 / 2;

    /// <summary>Layers that one method of a pass names: at 160 it would have 9,030 instructions.</summary>
    public const int PassLayers = 64;

    /// <summary>A call's memory on the stack.</summary>
    public const int StackBytes = 16 * 1024;
}
