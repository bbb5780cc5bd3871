using System;
using System.Globalization;
using System.Linq;
using System.Runtime.Intrinsics;
using Xunit;

namespace Backprop.Numerics.Tests;

/// <summary>The known answers that its authors publish with Random123 (<c>tests/kat_vectors</c>), at every width.</summary>
public sealed class ThreefryTests
{
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000 00000000 00000000", "9c6ca96a e17eae66 fc10ecd4 5256a7d8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff ffffffff ffffffff", "2a881696 57012287 f6c7446e a16a6732")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0 082efa98 ec4e6c89", "59cd1dbb b8879579 86b5d00c ac8b6d84")]
    public void GivesTheKnownAnswers(string counter, string key, string expected)
    {
        Assert.Equal(Words(expected), Apply<LanesScalar, float>(Words(counter), Words(key)));
        Assert.Equal(Words(expected), Apply<Lanes128, Vector128<float>>(Words(counter), Words(key)));
        Assert.Equal(Words(expected), Apply<Lanes256, Vector256<float>>(Words(counter), Words(key)));
        Assert.Equal(Words(expected), Apply<Lanes512, Vector512<float>>(Words(counter), Words(key)));
    }

    private static uint[] Words(string text) => text.Split(' ').Select(word => uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();

    /// <summary>The same counter in every lane; the words of the last lane.</summary>
    private static uint[] Apply<TLanes, TVector>(uint[] counter, uint[] key)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector[] words = counter.Select(lanes.CreateBits).ToArray();
        Threefry.Apply<TLanes, TVector>(ref words[0], ref words[1], ref words[2], ref words[3], key[0], key[1], key[2], key[3]);
        return words.Select(word =>
        {
            float[] stored = new float[lanes.Count];
            lanes.Store(word, ref stored[0], 0);
            return BitConverter.SingleToUInt32Bits(stored[^1]);
        }).ToArray();
    }
}
