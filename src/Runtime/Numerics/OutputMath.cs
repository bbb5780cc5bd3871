using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// The last layer's side of the cost: the cost of each row and (B1), its <c>δ^L</c>. Called by generated code.
/// </summary>
/// <remarks>
/// All members take a block of rows of <c>stride</c> floats: <c>z</c> and <c>a</c> of the last layer (<c>z</c> is read only where
/// the remarks say so), and write <c>delta</c>, multiplied by <c>scale</c>, with zeros in the padding. They return the sum of the
/// rows' costs, unscaled: within a row in the order of <see cref="ILanes{TVector}.Sum(ref readonly float, int)"/>, over the rows in double precision.
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Elementwise<TActivation, TLoss>(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta)
        where TActivation : struct, IActivation
        where TLoss : struct, ILoss
    {
        double cost = 0;
        TVector factor = Lanes.Create(default(TLoss).Factor(neurons) * scale);
        for (nuint r = 0; r < rows; r++)
        {
            cost += RowCost<TLoss>(ref a, targets, firstRow + r, r * stride, columns, neurons, ref delta);
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                nuint i = (r * stride) + c;
                TVector activation = Lanes.Load(in a, i);
                TVector target = targets.Load<TLanes, TVector>(firstRow + r, c, neurons);
                TVector gradient = Lanes.Multiply(factor, default(TLoss).Derivative<TLanes, TVector>(activation, target));
                TVector derivative = default(TActivation).Derivative<TLanes, TVector>(Lanes.Load(in z, i), activation);
                Store(Lanes.Multiply(derivative, gradient), ref delta, i, neurons - (int)c);
            }
        }

        return cost;
    }

    /// <summary>A cost that is a sum over the outputs, after softmax: <c>δ = Jᵀ ∂C/∂a</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Softmax<TLoss>(
        ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta)
        where TLoss : struct, ILoss
    {
        double cost = 0;
        TVector factor = Lanes.Create(default(TLoss).Factor(neurons) * scale);
        for (nuint r = 0; r < rows; r++)
        {
            cost += RowCost<TLoss>(ref a, targets, firstRow + r, r * stride, columns, neurons, ref delta);
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                nuint i = (r * stride) + c;
                TVector target = targets.Load<TLanes, TVector>(firstRow + r, c, neurons);
                TVector gradient = default(TLoss).Derivative<TLanes, TVector>(Lanes.Load(in a, i), target);
                Store(Lanes.Multiply(factor, gradient), ref delta, i, neurons - (int)c);
            }

            MultiplyBySoftmaxJacobian(ref a, ref delta, r * stride, columns);
        }

        return cost;
    }

    /// <summary>
    /// Binary cross-entropy after a sigmoid, fused: <c>C = Σ max(z, 0) − z y + ln(1 + e^−|z|)</c>, <c>δ = a − y</c>. Reads <c>z</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double BinaryCrossEntropy(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta)
    {
        double cost = 0;
        for (nuint r = 0; r < rows; r++)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                nuint i = (r * stride) + c;
                TVector target = targets.Load<TLanes, TVector>(firstRow + r, c, neurons);
                Lanes.Store(BinaryCrossEntropyTerm(Lanes.Load(in z, i), target, neurons - (int)c), ref delta, i);
            }

            cost += Lanes.Sum(in Unsafe.Add(ref delta, r * stride), (int)columns);
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                nuint i = (r * stride) + c;
                TVector target = targets.Load<TLanes, TVector>(firstRow + r, c, neurons);
                TVector error = Lanes.Subtract(Lanes.Load(in a, i), target);
                Store(Lanes.Multiply(Lanes.Create(scale), error), ref delta, i, neurons - (int)c);
            }
        }

        return cost;
    }

    /// <summary>
    /// Cross-entropy after softmax, fused: <c>C = Σ y_i (ln Σ_k e^(z_k − m) − (z_i − m))</c> with <c>m = max z</c>,
    /// <c>δ = a Σ y − y</c>, which is <c>a − y</c> when <c>Σ y = 1</c>. Reads <c>z</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SoftmaxCrossEntropy(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float delta)
    {
        double cost = 0;
        for (nuint r = 0; r < rows; r++)
        {
            ref float zRow = ref Unsafe.Add(ref z, r * stride);
            ref float aRow = ref Unsafe.Add(ref a, r * stride);
            ref float deltaRow = ref Unsafe.Add(ref delta, r * stride);

            TVector largest = Lanes.Create(RowMath<TLanes, TVector>.Largest(ref zRow, columns, neurons));
            TVector logOfSum = LogOfSum(ref aRow, columns, neurons, ref deltaRow);
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                TVector target = targets.Load<TLanes, TVector>(firstRow + r, c, neurons);
                Store(SurpriseTerm(Lanes.Load(in zRow, c), largest, logOfSum, target), ref deltaRow, c, neurons - (int)c);
            }

            cost += Lanes.Sum(in deltaRow, (int)columns);

            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                Store(targets.Load<TLanes, TVector>(firstRow + r, c, neurons), ref deltaRow, c, neurons - (int)c);
            }

            TVector targetSum = Lanes.Create(Lanes.Sum(in deltaRow, (int)columns));
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                TVector error = Lanes.Subtract(Lanes.Multiply(Lanes.Load(in aRow, c), targetSum), Lanes.Load(in deltaRow, c));
                Store(Lanes.Multiply(Lanes.Create(scale), error), ref deltaRow, c, neurons - (int)c);
            }
        }

        return cost;
    }

    /// <summary>(B1) from a given <c>∂C/∂a^L</c>, for an elementwise activation. Nothing is scaled and the cost is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromOutputGradients<TActivation>(
        ref float z, ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
        where TActivation : struct, IActivation
    {
        for (nuint r = 0; r < rows; r++)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                nuint i = (r * stride) + c;
                TVector gradient = targets.Load<TLanes, TVector>(firstRow + r, c, neurons);
                TVector derivative = default(TActivation).Derivative<TLanes, TVector>(Lanes.Load(in z, i), Lanes.Load(in a, i));
                Store(Lanes.Multiply(derivative, gradient), ref delta, i, neurons - (int)c);
            }
        }
    }

    /// <summary>(B1) from a given <c>∂C/∂a^L</c>, for softmax. Nothing is scaled and the cost is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxFromOutputGradients(
        ref float a, scoped in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
    {
        for (nuint r = 0; r < rows; r++)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                TVector gradient = targets.Load<TLanes, TVector>(firstRow + r, c, neurons);
                Store(gradient, ref delta, (r * stride) + c, neurons - (int)c);
            }

            MultiplyBySoftmaxJacobian(ref a, ref delta, r * stride, columns);
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

    /// <summary>(B1) after an elementwise activation, for one vector of outputs, zero beyond the first <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Delta<TActivation, TLoss>(TVector z, TVector a, TVector target, int neurons, int count)
        where TActivation : struct, IActivation
        where TLoss : struct, ILoss
        => RowMath<TLanes, TVector>.First(Lanes.Multiply(default(TActivation).Derivative<TLanes, TVector>(z, a), Gradient<TLoss>(a, target, neurons)), count);

    /// <summary>(B1) after softmax, for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SoftmaxDelta<TLoss>(TVector a, TVector target, int neurons)
        where TLoss : struct, ILoss
    {
        TVector gradient = RowMath<TLanes, TVector>.First(Gradient<TLoss>(a, target, neurons), neurons);
        TVector mean = Lanes.Create(Lanes.Sum(Lanes.Multiply(gradient, a)));
        return Lanes.Multiply(a, Lanes.Subtract(gradient, mean));
    }

    /// <summary>The terms of <see cref="BinaryCrossEntropy"/>, for one vector of outputs, zero beyond the first <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector BinaryCrossEntropyTerm(TVector z, TVector target, int count)
    {
        TVector zero = Lanes.Create(0f);
        TVector softplus = VectorMath.Log1p<TLanes, TVector>(VectorMath.Exp<TLanes, TVector>(Lanes.Negate(Lanes.Abs(z))));
        TVector positivePart = Lanes.Select(Lanes.LessThanOrEqual(z, zero), zero, z);
        return RowMath<TLanes, TVector>.First(Lanes.Add(Lanes.Subtract(positivePart, Lanes.Multiply(z, target)), softplus), count);
    }

    /// <summary>(B1) of <see cref="BinaryCrossEntropy"/>, for one vector of outputs, zero beyond the first <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector BinaryCrossEntropyDelta(TVector a, TVector target, int count) => RowMath<TLanes, TVector>.First(Lanes.Subtract(a, target), count);

    /// <summary>The terms of <see cref="SoftmaxCrossEntropy"/>, for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SoftmaxCrossEntropyTerm(TVector z, TVector a, TVector target, int neurons)
    {
        TVector largest = Lanes.Create(RowMath<TLanes, TVector>.Largest(z, neurons));
        return RowMath<TLanes, TVector>.First(SurpriseTerm(z, largest, LogOfSum(a, neurons), target), neurons);
    }

    /// <summary>(B1) of <see cref="SoftmaxCrossEntropy"/>, for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SoftmaxCrossEntropyDelta(TVector a, TVector target, int neurons)
    {
        target = RowMath<TLanes, TVector>.First(target, neurons);
        return RowMath<TLanes, TVector>.First(Lanes.Subtract(Lanes.Multiply(a, Lanes.Create(Lanes.Sum(target))), target), neurons);
    }

    /// <summary><c>∂C/∂a</c>. A factor of 1 is not multiplied by: one row waits for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Gradient<TLoss>(TVector a, TVector target, int neurons)
        where TLoss : struct, ILoss
    {
        float factor = default(TLoss).Factor(neurons);
        TVector gradient = default(TLoss).Derivative<TLanes, TVector>(a, target);
        return factor == 1f ? gradient : Lanes.Multiply(Lanes.Create(factor), gradient);
    }

    /// <summary>The term of one class: its target times <c>ln Σ_k e^(z_k − m) − (z − m)</c>; nothing where the target is zero, even if the other factor is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SurpriseTerm(TVector z, TVector largest, TVector logOfSum, TVector target)
    {
        TVector surprise = Lanes.Subtract(logOfSum, Lanes.Subtract(z, largest));
        return Lanes.Select(Lanes.Equal(target, Lanes.Create(0f)), Lanes.Create(0f), Lanes.Multiply(target, surprise));
    }

    /// <summary>Writes the terms of one row to <paramref name="delta"/>, which is about to be overwritten, and sums them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float RowCost<TLoss>(ref float a, scoped in Targets targets, nuint targetRow, nuint start, nuint columns, int neurons, ref float delta)
        where TLoss : struct, ILoss
    {
        for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
        {
            TVector target = targets.Load<TLanes, TVector>(targetRow, c, neurons);
            Store(default(TLoss).Term<TLanes, TVector>(Lanes.Load(in a, start + c), target), ref delta, start + c, neurons - (int)c);
        }

        return default(TLoss).Factor(neurons) * Lanes.Sum(in Unsafe.Add(ref delta, start), (int)columns);
    }

    /// <summary>The softmax Jacobian, which is symmetric: <c>δ_i = a_i (e_i − Σ_k e_k a_k)</c>, in place of <c>e</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyBySoftmaxJacobian(ref float a, ref float delta, nuint start, nuint columns)
    {
        TVector mean = Lanes.Create(Lanes.Dot(in Unsafe.Add(ref delta, start), in Unsafe.Add(ref a, start), (int)columns));
        for (nuint i = start; i < start + columns; i += (nuint)Lanes.Count)
        {
            Lanes.Store(Lanes.Multiply(Lanes.Load(in a, i), Lanes.Subtract(Lanes.Load(in delta, i), mean)), ref delta, i);
        }
    }

    /// <summary>
    /// <c>ln Σ_k e^(z_k − m)</c> from the softmax outputs, whose largest is <c>1 / Σ</c>. In a confident network it is close to 1,
    /// where its logarithm has lost its digits: there it is computed from the sum <c>q</c> of the other outputs, as <c>−ln(1 − q)</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSum(ref float a, nuint columns, int neurons, ref float scratch)
    {
        float largest = RowMath<TLanes, TVector>.Largest(ref a, columns, neurons);
        if (!(largest > 0.5f))
        {
            return LogOfSum(largest);
        }

        for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
        {
            TVector value = Lanes.Load(in a, c);
            Store(Lanes.And(value, Lanes.LessThan(value, Lanes.Create(largest))), ref scratch, c, neurons - (int)c);
        }

        return LogOfSumBesideLargest(Lanes.Sum(in scratch, (int)columns));
    }

    /// <summary>The same for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSum(TVector a, int neurons)
    {
        float largest = RowMath<TLanes, TVector>.Largest(a, neurons);
        return largest > 0.5f
            ? LogOfSumBesideLargest(Lanes.Sum(RowMath<TLanes, TVector>.First(Lanes.And(a, Lanes.LessThan(a, Lanes.Create(largest))), neurons)))
            : LogOfSum(largest);
    }

    /// <summary>From the largest output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSum(float largest) => Lanes.Negate(VectorMath.Log<TLanes, TVector>(Lanes.Create(largest)));

    /// <summary>From the sum of the other outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSumBesideLargest(float others) => Lanes.Negate(VectorMath.Log1p<TLanes, TVector>(Lanes.Negate(Lanes.Create(others))));

    /// <summary>Stores the lanes that are neurons, and zeros in the padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector value, ref float destination, nuint index, int neurons)
        => Lanes.Store(RowMath<TLanes, TVector>.First(value, neurons), ref destination, index);
}
