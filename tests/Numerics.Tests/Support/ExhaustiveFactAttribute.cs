using System;
using Xunit;

namespace Backprop.Numerics.Tests.Support;

/// <summary>A test over all 2³² floats, which takes minutes.</summary>
internal sealed class ExhaustiveFactAttribute : FactAttribute
{
    public ExhaustiveFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("BACKPROP_EXHAUSTIVE") != "1")
        {
            Skip = "Takes minutes. BACKPROP_EXHAUSTIVE=1 runs it.";
        }
    }
}
