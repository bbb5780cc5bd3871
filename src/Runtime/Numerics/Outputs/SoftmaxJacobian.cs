using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// The softmax Jacobian, which is symmetric: <c>δ_i = a_i (e_i − Σ_k e_k a_k)</c>, in place of <c>e = ∂C/∂a</c>. The cost is not known.
/// </summary>
internal readonly struct SoftmaxJacobian : IOutput
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Apply<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        if (stride <= (nuint)lanes.Count)
        {
            for (nuint i = 0; i < rows * stride; i += (nuint)lanes.Count)
            {
                TVector ai = lanes.Load(in a, i);
                TVector ei = lanes.Load(in delta, i);
                TVector mean = lanes.SumEach(lanes.Multiply(ei, ai), (int)stride);
                lanes.Store(lanes.Multiply(ai, lanes.Subtract(ei, mean)), ref delta, i);
            }

            return;
        }

        for (nuint row = 0; row < rows * stride; row += stride)
        {
            TVector mean = lanes.Create(lanes.Dot(in Unsafe.Add(ref delta, row), in Unsafe.Add(ref a, row), (int)columns));
            for (nuint i = row; i < row + columns; i += (nuint)lanes.Count)
            {
                lanes.Store(lanes.Multiply(lanes.Load(in a, i), lanes.Subtract(lanes.Load(in delta, i), mean)), ref delta, i);
            }
        }
    }
}
