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
/// unscaled: a sum in the order of <c>ILanes.Sum</c>.
/// </remarks>
/// <typeparam name="TLanes">The vector width.</typeparam>
/// <typeparam name="TVector">Its register type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OutputMath<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private static TLanes Lanes => default;

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

    /// <summary>The terms of a cost that is a sum over the outputs, for one vector of outputs, zero beyond the first <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Term<TLoss>(TVector a, TVector target, int count)
        where TLoss : struct, ILoss
        => RowMath<TLanes, TVector>.First(default(TLoss).Term<TLanes, TVector>(a, target), count);

    /// <summary>The cost of a row from the sums of its terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Cost<TLoss>(TVector terms, int neurons)
        where TLoss : struct, ILoss
        => default(TLoss).Factor(neurons) * Lanes.Sum(terms);

    /// <summary>The sum of the lanes, in the order of <see cref="ILanes{TVector}.Sum(TVector)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(TVector terms) => Lanes.Sum(terms);

    /// <summary>
    /// (B1) after an elementwise activation, for one vector of outputs, zero beyond the first <paramref name="count"/>. The compiler
    /// drops a factor of 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Delta<TActivation, TLoss>(TVector z, TVector a, TVector target, int neurons, int count)
        where TActivation : struct, IActivation
        where TLoss : struct, ILoss
        => RowMath<TLanes, TVector>.First(
            default(ElementwiseTerm<TActivation, TLoss>).Delta<TLanes, TVector>(z, a, target, Lanes.Create(default(TLoss).Factor(neurons))), count);

    /// <summary>(B1) after softmax, for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SoftmaxDelta<TLoss>(TVector a, TVector target, int neurons)
        where TLoss : struct, ILoss
    {
        TVector gradient = Delta<IdentityActivation, TLoss>(a, a, target, neurons, neurons);
        TVector mean = Lanes.Create(Lanes.Sum(Lanes.Multiply(gradient, a)));
        return Lanes.Multiply(a, Lanes.Subtract(gradient, mean));
    }

    /// <summary>The terms of <see cref="BinaryCrossEntropy"/>, for one vector of outputs, zero beyond the first <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector BinaryCrossEntropyTerm(TVector z, TVector target, int count)
        => RowMath<TLanes, TVector>.First(default(BinaryCrossEntropyTerm).Cost<TLanes, TVector>(z, z, target), count);

    /// <summary>(B1) of <see cref="BinaryCrossEntropy"/>, for one vector of outputs, zero beyond the first <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector BinaryCrossEntropyDelta(TVector a, TVector target, int count) => RowMath<TLanes, TVector>.First(Lanes.Subtract(a, target), count);

    /// <summary>The terms of <see cref="SoftmaxCrossEntropy"/>, for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SoftmaxCrossEntropyTerm(TVector z, TVector a, TVector target, int neurons)
    {
        TVector largest = Lanes.Create(RowMath<TLanes, TVector>.Largest(z, neurons));
        return RowMath<TLanes, TVector>.First(SoftmaxCrossEntropyOutput.Term<TLanes, TVector>(z, largest, LogOfSum(a, neurons), target), neurons);
    }

    /// <summary>(B1) of <see cref="SoftmaxCrossEntropy"/>, for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SoftmaxCrossEntropyDelta(TVector a, TVector target, int neurons)
    {
        target = RowMath<TLanes, TVector>.First(target, neurons);
        return RowMath<TLanes, TVector>.First(Lanes.Subtract(Lanes.Multiply(a, Lanes.Create(Lanes.Sum(target))), target), neurons);
    }

    /// <summary>
    /// <c>ln Σ_k e^(z_k − m)</c> from the softmax outputs of a row that is one vector, as <see cref="SoftmaxCrossEntropyOutput"/> has it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSum(TVector a, int neurons)
    {
        float largest = RowMath<TLanes, TVector>.Largest(a, neurons);
        return largest > SoftmaxCrossEntropyOutput.ConfidentOutput
            ? LogOfSumBesideLargest(Lanes.Sum(RowMath<TLanes, TVector>.First(Lanes.And(a, Lanes.LessThan(a, Lanes.Create(largest))), neurons)))
            : LogOfSum(largest);
    }

    /// <summary>From the largest output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSum(float largest) => Lanes.Negate(VectorMath.Log<TLanes, TVector>(Lanes.Create(largest)));

    /// <summary>From the sum of the other outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSumBesideLargest(float others) => Lanes.Negate(VectorMath.Log1p<TLanes, TVector>(Lanes.Negate(Lanes.Create(others))));
}
