using System;
using System.IO;
using Xunit;

namespace Backprop.Samples.Tests;

public sealed class QuickstartTests
{
    [Fact]
    public void SolvesExclusiveOr() =>
        Assert.Equal(["0 xor 0 = 0.000", "0 xor 1 = 1.000", "1 xor 0 = 1.000", "1 xor 1 = 0.000"], Sample.Run("Quickstart"));

    [Fact]
    public void FitsOnAScreen() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Quickstart.cs")).Length, 1, 25);
}
