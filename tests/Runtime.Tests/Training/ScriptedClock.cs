using System;

namespace Backprop.Runtime.Tests.Training;

/// <summary>Time that passes only when a test says so.</summary>
internal sealed class ScriptedClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Pass(TimeSpan time) => _ticks += time.Ticks;
}
