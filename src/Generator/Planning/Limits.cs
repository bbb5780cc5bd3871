namespace Backprop.Generator.Planning;

/// <summary>
/// What emitted code may grow to. First the budget of one method: half of each limit above which the just-in-time compiler silently
/// stops optimising (dotnet/runtime, <c>src/coreclr/jit/compiler.h</c>, <c>DEFAULT_MIN_OPTS_*</c>). The tests hold every emitted method
/// to it.
/// </summary>
internal static class Limits
{
    public const int MethodBytes = 60_000 / 2;
    public const int MethodInstructions = 20_000 / 2;
    public const int MethodBlocks = 2_000 / 2;
    public const int MethodLocalReferences = 8_000 / 2;

    /// <summary>
    /// Optimising would go on up to 2,000, but from about 900 on, nine tenths of the 1,024 that it tracks
    /// (<c>JitMaxLocalsToTrack</c>), the compiler inlines nothing more, and the vector operations are calls that must be inlined.
    /// </summary>
    public const int MethodLocals = 900 / 2;

    /// <summary>Layers that one method of a pass names: the longest pass keeps to the budget with them. More are not measured.</summary>
    public const int PassLayers = 64;

    /// <summary>
    /// Weights, padding included, that are spelled out where one row stays in registers: a multiply-add of the forward pass and another
    /// of the update for each vector of them. What larger networks would gain is not measured.
    /// </summary>
    public const int RegisterWeights = 512;

    /// <summary>
    /// Locals of one step in registers at 128 bits, where there are most vectors, as <c>RegisterPlanner</c> estimates them: temporaries
    /// and inlined code included, which <see cref="MethodLocals"/> leaves half of the limit for. 8-32-4 tanh, which
    /// <c>benchmarks/Figures 8-32-4</c> times, is just within it. How near the estimates are to the compiler's count is not measured.
    /// </summary>
    public const int RegisterLocals = 860;

    /// <summary>A call's memory on the stack.</summary>
    public const int StackBytes = 16 * 1024;
}
