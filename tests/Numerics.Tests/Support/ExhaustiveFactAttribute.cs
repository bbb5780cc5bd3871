using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace Backprop.Numerics.Tests.Support;

/// <summary>A test over all 2³² floats, which takes minutes. Its name says why it was skipped: a test run prints no more than names.</summary>
internal sealed class ExhaustiveFactAttribute : FactAttribute
{
    public ExhaustiveFactAttribute([CallerMemberName] string name = "")
    {
        if (Environment.GetEnvironmentVariable("BACKPROP_EXHAUSTIVE") != "1")
        {
            Skip = "takes minutes, BACKPROP_EXHAUSTIVE=1 runs it";
            DisplayName = $"{name} over all floats: {Skip}";
        }
    }
}
