namespace Backprop.Training;

/// <summary>One thread among those that share a run.</summary>
internal readonly struct TeamMember
{
    private readonly ThreadTeam? _team;

    /// <summary>A member of a team.</summary>
    /// <param name="team">The team.</param>
    /// <param name="index">0 for the thread that asked for the run, 1 … <see cref="Count"/> − 1 for the workers.</param>
    public TeamMember(ThreadTeam team, int index)
    {
        _team = team;
        Index = index;
    }

    /// <summary>The only thread of a run: it waits for nobody.</summary>
    public static TeamMember Alone => default;

    /// <summary>0 for the thread that asked for the run, 1 … <see cref="Count"/> − 1 for the workers.</summary>
    public int Index { get; }

    /// <summary>The number of threads that share the run.</summary>
    public int Count => _team is null ? 1 : _team.Count;

    /// <summary>
    /// A barrier: returns when every thread of the run has called it, and shows this thread all that the others wrote before. Any number of
    /// times in a run, but as many times on each thread.
    /// </summary>
    /// <remarks>
    /// Once a thread has left the run with an exception, this throws: the share ends here, and the caller of the run gets that
    /// exception, not this one. A share must let it pass.
    /// </remarks>
    public void WaitForAll() => _team?.WaitForAll(Index);
}
