using System;
using Backprop.Training;

namespace Backprop.Runtime.Tests.Training;

/// <summary>Work that a test writes as a lambda.</summary>
internal sealed class DelegateWork(Action<TeamMember> run) : IThreadedWork
{
    public void Run(TeamMember member) => run(member);
}
