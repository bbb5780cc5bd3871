using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Ten thousand calls of each verb allocate nothing, neither on the thread nor anywhere in the process.</summary>
[Collection(AloneCollection.Name)]
public sealed class ProcessAllocationTests
{
    [Fact]
    public void NoVerbAllocatesAnywhereInTheProcess()
    {
        Dictionary<string, string> results = ProbeRun.Of("allocations").Results;

        Assert.True(results.Remove("control", out string? control));
        Assert.All(control!.Split(' ').Select(long.Parse), static bytes => Assert.True(bytes >= 10_000 * 24, $"the control shows {bytes} bytes"));
        Assert.True(results.Count >= 64, $"{results.Count} verbs were measured");
        Assert.All(results, static result => Assert.Equal("0 0", result.Value));
    }
}
