namespace Backprop.Training;

/// <summary>Work that the threads of a <see cref="ThreadTeam"/> share. An object that lives as long as its owner, so that a run allocates nothing.</summary>
internal interface IThreadedWork
{
    /// <summary>One thread's share of the work. Called once a run by each thread of the team, at the same time.</summary>
    /// <param name="member">Which share this is, and the barrier between the steps of the work.</param>
    void Run(TeamMember member);
}
