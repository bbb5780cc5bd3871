using System;
using System.Globalization;
using Backprop.Network.Tests.Declarations;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>What a network prints.</summary>
public sealed class NetworkSummaryTests
{
    [Theory]
    [InlineData(typeof(DigitNet), """
        DigitNet
        ────────────────────────────────────────────────────────────────────
        Layer   Shape       Activation   Parameters    Bytes   Multiply-adds
        ────────────────────────────────────────────────────────────────────
        1       [784, 16]   Sigmoid          12,560   50,240          12,544
        2       [16, 10]    Sigmoid             170      680             160
        ────────────────────────────────────────────────────────────────────
        Total                                12,730   50,920          12,704
        ────────────────────────────────────────────────────────────────────
        Loss: SquaredError, Mean over the rows. Stored in 51,328 bytes, padding included.
        """)]
    [InlineData(typeof(NoBiasNet), """
        NoBiasNet
        ────────────────────────────────────────────────────────────────
        Layer   Shape    Activation   Parameters   Bytes   Multiply-adds
        ────────────────────────────────────────────────────────────────
        1       [4, 5]   Sigmoid              20      80              20
        2       [5, 2]   Sigmoid              10      40              10
        ────────────────────────────────────────────────────────────────
        Total                                 30     120              30
        ────────────────────────────────────────────────────────────────
        Loss: SquaredError, Mean over the rows. Stored in 256 bytes, padding included.
        """)]
    [InlineData(typeof(TanhNet), """
        TanhNet
        ──────────────────────────────────────────────────────────────────
        Layer   Shape      Activation   Parameters   Bytes   Multiply-adds
        ──────────────────────────────────────────────────────────────────
        1       [4, 32]    Tanh                160     640             128
        2       [32, 16]   Tanh                528   2,112             512
        3       [16, 4]    Identity             68     272              64
        ──────────────────────────────────────────────────────────────────
        Total                                  756   3,024             704
        ──────────────────────────────────────────────────────────────────
        Loss: HalfSquaredError, Sum over the rows. Stored in 3,072 bytes, padding included.
        """)]
    public void ItIsATableOfTheLayers(Type network, string expected)
        => Assert.Equal(expected.ReplaceLineEndings("\n"), Activator.CreateInstance(network)!.ToString());

    [Fact]
    public void TheCultureDoesNotMatter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string expected = new DigitNet().ToString();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(string.Empty) { NumberFormat = new NumberFormatInfo { NumberGroupSeparator = ".", NumberGroupSizes = [2] } };
            Assert.Equal(expected, new DigitNet().ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void WhatTheAuthorPrintsIsKept() => Assert.Equal("2 to 1", new TalkativeNet().ToString());
}
