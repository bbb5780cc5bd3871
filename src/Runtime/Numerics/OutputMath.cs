using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backprop.Numerics;

/// <summary>
/// The last layer's side of the cost: the cost of each row and (B1), its <c>δ^L</c>. Called by generated code.
/// </summary>
/// <remarks>
/// All members take a block of rows of <c>stride</c> floats: <c>z</c> and <c>a</c> of the last layer (<c>z</c> is read only where
/// the remarks say so), and write <c>delta</c>, multiplied by <c>scale</c>, with zeros in the padding, and <c>costs</c>, one for each row,
/// unscaled: a sum in the order of <see cref="ILanes{TVector}.Sum"/>.
/// </remarks>
/// <typeparam name="TLanes">The vector width.</typeparam>
/// <typeparam name="TVector">Its register type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OutputMath<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>A cost that is a sum over the outputs, after an elementwise activation: <c>δ_i = ∂C/∂a_i · g′(z_i)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Elementwise<TActivation, TLoss>(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta, ref float costs)
        where TActivation : struct, IActivation
        where TLoss : struct, ILoss
        => ApplyToTargets<SumOutput<ElementwiseTerm<TActivation, TLoss>>>(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, scale, ref delta, ref costs);

    /// <summary>A cost that is a sum over the outputs, after softmax: <c>δ = Jᵀ ∂C/∂a</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Softmax<TLoss>(
        ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta, ref float costs)
        where TLoss : struct, ILoss
        => ApplyToTargets<SoftmaxOutput<TLoss>>(ref a, ref a, targets, firstRow, rows, stride, columns, neurons, scale, ref delta, ref costs);

    /// <summary>
    /// Binary cross-entropy after a sigmoid, fused: <c>C = Σ max(z, 0) − z y + ln(1 + e^−|z|)</c>, <c>δ = a − y</c>. Reads <c>z</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BinaryCrossEntropy(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta, ref float costs)
        => ApplyToTargets<SumOutput<BinaryCrossEntropyTerm>>(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, scale, ref delta, ref costs);

    /// <summary>
    /// Cross-entropy after softmax, fused: <c>C = Σ y_i (ln Σ_k e^(z_k − m) − (z_i − m))</c> with <c>m = max z</c>,
    /// <c>δ = a Σ y − y</c>, which is <c>a − y</c> when <c>Σ y = 1</c>. Reads <c>z</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SoftmaxCrossEntropy(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta, ref float costs)
        => ApplyToTargets<SoftmaxCrossEntropyOutput>(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, scale, ref delta, ref costs);

    /// <summary>(B1) from a given <c>∂C/∂a^L</c>, for an elementwise activation. Nothing is scaled and the cost is not known.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FromOutputGradients<TActivation>(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
        where TActivation : struct, IActivation
    {
        targets.CopyTo<TLanes, TVector>(firstRow, rows, neurons, ref delta, stride, columns);
        RowMath<TLanes, TVector>.MultiplyByDerivative<TActivation>(ref delta, ref z, ref a, rows, stride, columns, neurons);
    }

    /// <summary>(B1) from a given <c>∂C/∂a^L</c>, for softmax. Nothing is scaled and the cost is not known.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxFromOutputGradients(
        ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
    {
        targets.CopyTo<TLanes, TVector>(firstRow, rows, neurons, ref delta, stride, columns);
        Apply<SoftmaxJacobian>(ref a, ref a, ref delta, rows, stride, columns, neurons, 1f, ref Unsafe.NullRef<float>());
    }

    /// <remarks>Not inlined, and nor is what it calls: a pass that takes all of it in exhausts the inliner, and a loop's values their registers.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToTargets<TOutput>(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta, ref float costs)
        where TOutput : struct, IOutput
    {
        for (nuint first = 0; first < rows; first += OutputRows.AtOnce)
        {
            nuint count = Math.Min(OutputRows.AtOnce, rows - first);
            nuint i = first * stride;
            targets.CopyTo<TLanes, TVector>(firstRow + first, count, neurons, ref Unsafe.Add(ref delta, i), stride, columns);
            Apply<TOutput>(
                ref Unsafe.Add(ref z, i), ref Unsafe.Add(ref a, i), ref Unsafe.Add(ref delta, i), count, stride, columns, neurons, scale, ref Unsafe.Add(ref costs, first));
        }
    }

    /// <summary>The rows that fill whole vectors together, and then those that are left over by themselves: see <see cref="NarrowRows"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply<TOutput>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float costs)
        where TOutput : struct, IOutput
    {
        nuint whole = stride < (nuint)default(TLanes).Count ? NarrowRows.WholeLength<TLanes, TVector>(rows, stride) / stride : rows;
        if (whole > 0)
        {
            default(TOutput).Apply<TLanes, TVector>(ref z, ref a, ref delta, whole, stride, columns, neurons, scale, ref costs);
        }

        if (whole < rows)
        {
            nuint i = whole * stride;
            ref float zRest = ref Unsafe.Add(ref z, i);
            ref float aRest = ref Unsafe.Add(ref a, i);
            ref float deltaRest = ref Unsafe.Add(ref delta, i);
            ref float costsRest = ref Unsafe.Add(ref costs, whole);
            if (NarrowRows.Take256(stride))
            {
                default(TOutput).Apply<Lanes256, Vector256<float>>(ref zRest, ref aRest, ref deltaRest, rows - whole, stride, columns, neurons, scale, ref costsRest);
            }
            else
            {
                default(TOutput).Apply<Lanes128, Vector128<float>>(ref zRest, ref aRest, ref deltaRest, rows - whole, stride, columns, neurons, scale, ref costsRest);
            }
        }
    }
}
