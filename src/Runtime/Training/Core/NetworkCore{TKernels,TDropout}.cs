using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backprop.Memory;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>
/// A network's memory, and the members of <see cref="INetwork"/> in terms of the passes that were emitted for its topology: checks,
/// walks over blocks of rows, reduction. Generated classes hold one and forward to it.
/// </summary>
/// <remarks>
/// The passes, the loops and the members here are compiled with full optimisation at their first call: left to tiered compilation, a process that is
/// bound to one processor would run its first second unoptimised (the runtime then waits ten times as long).
/// </remarks>
/// <typeparam name="TKernels">The emitted passes.</typeparam>
/// <typeparam name="TDropout">The passes of a training step with dropout; <see cref="NoDropout"/> where there is none.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public class NetworkCore<TKernels, TDropout> : NetworkCore
    where TKernels : struct, INetworkKernels
    where TDropout : struct, IDropoutKernels
{
    private const int AlignmentFloats = 15;

    private readonly AlignedBuffer _parameters = new(Kernels.Layout.Length);
    private readonly AlignedBuffer _gradients = new(Kernels.Layout.Length);
    private readonly AlignedBuffer _stepGradients = new(Kernels.Layout.Length);
    private readonly Workspace _workspace = new(Kernels.BlockLength);
    private readonly Batch<TKernels, TDropout> _batch;
    private ulong _seed;

    /// <summary>Allocates all that the network will ever need, and initialises it.</summary>
    /// <param name="seed">See <see cref="INetwork.Initialize"/>.</param>
    public NetworkCore(ulong seed)
    {
        _batch = new Batch<TKernels, TDropout>(_parameters, _workspace);
        Initialize(seed);
    }

    /// <inheritdoc cref="INetwork.Parameters"/>
    public Span<float> Parameters => _parameters.Span;

    /// <inheritdoc cref="INetwork.Gradients"/>
    public Span<float> Gradients => _gradients.Span;

    /// <inheritdoc cref="INetwork.Threads"/>
    public TrainingThreads? Threads
    {
        get => _batch.Threads;
        set => _batch.Threads = value;
    }

    /// <inheritdoc/>
    internal override ParameterLayout Layout => Kernels.Layout;

    /// <inheritdoc/>
    internal override Loss Loss => Kernels.Loss;

    /// <inheritdoc/>
    internal override ulong TrainedSteps { get; set; }

    private static TKernels Kernels => default;

    private static float DropoutRate => default(TDropout).DropoutRate;

    /// <summary>The table that a network's <c>ToString</c> shows.</summary>
    /// <param name="network">The network, for the name of its class.</param>
    /// <returns>Lines of text.</returns>
    public string Summary(INetwork network) => NetworkSummary.Of(network.GetType(), Kernels.Layout, Kernels.Loss, Kernels.Reduction);

    /// <inheritdoc cref="INetwork.ZeroGradients"/>
    public void ZeroGradients() => Gradients.Clear();

    /// <inheritdoc cref="INetwork.Initialize"/>
    public void Initialize(ulong seed)
    {
        Kernels.Layout.Initialize(Parameters, seed);
        _seed = seed;
        TrainedSteps = 0;
    }

    /// <inheritdoc cref="INetwork.CopyParametersTo"/>
    public void CopyParametersTo(Span<float> destination) => Kernels.Layout.CopyToCanonical(Parameters, destination);

    /// <inheritdoc cref="INetwork.LoadParameters"/>
    public void LoadParameters(ReadOnlySpan<float> source) => Kernels.Layout.CopyFromCanonical(source, Parameters);

    /// <inheritdoc cref="INetwork.CopyGradientsTo"/>
    public void CopyGradientsTo(Span<float> destination) => Kernels.Layout.CopyToCanonical(Gradients, destination);

    /// <inheritdoc cref="INetwork.Weight"/>
    public ref float Weight(int layer, int neuron, int input) => ref Parameters[Kernels.Layout.WeightIndex(layer, neuron, input)];

    /// <inheritdoc cref="INetwork.Bias"/>
    public ref float Bias(int layer, int neuron) => ref Parameters[Kernels.Layout.BiasIndex(layer, neuron)];

    /// <inheritdoc cref="INetwork.Forward"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (Kernels.RunsInRegisters && inputs.Length == Kernels.InputSize && outputs.Length == Kernels.OutputSize && !inputs.Overlaps(outputs))
        {
            Kernels.RegisterForward(ref MemoryMarshal.GetReference(inputs), ref _parameters.Reference, ref MemoryMarshal.GetReference(outputs));
            return;
        }

        ForwardAny(inputs, outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardAny(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int rows = ArgumentChecks.ForForward(inputs, Kernels.InputSize, outputs, Kernels.OutputSize);
        ref float x = ref MemoryMarshal.GetReference(inputs);
        ref float y = ref MemoryMarshal.GetReference(outputs);
        if (rows == 1 && Kernels.StackRowFloats > 0)
        {
            ForwardRowOnStack(ref x, ref y);
        }
        else if (rows == 1)
        {
            ForwardRowInWorkspace(ref x, ref y);
        }
        else if (rows > 0)
        {
            ForwardRows(ref x, (nuint)rows, ref y);
        }
    }

    /// <inheritdoc cref="INetwork.Predict"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Predict(ReadOnlySpan<float> input)
    {
        ArgumentChecks.ForPredict(input, Kernels.InputSize);
        ref float x = ref MemoryMarshal.GetReference(input);
        if (Kernels.RunsInRegisters)
        {
            return PredictInRegisters(ref x);
        }

        return Kernels.StackRowFloats > 0 ? PredictOnStack(ref x) : PredictInWorkspace(ref x);
    }

    /// <inheritdoc cref="INetwork.Cost(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        int rows = ArgumentChecks.ForTargets(inputs, Kernels.InputSize, targets, Kernels.OutputSize);
        return Cost(inputs, Targets.FromRows(targets), rows);
    }

    /// <inheritdoc cref="INetwork.Cost(ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        int rows = ArgumentChecks.ForLabels(inputs, Kernels.InputSize, labels, Kernels.OutputSize);
        return Cost(inputs, Targets.FromLabels(labels), rows);
    }

    /// <inheritdoc cref="INetwork.Backward(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        int rows = ArgumentChecks.ForTargets(inputs, Kernels.InputSize, targets, Kernels.OutputSize);
        return Accumulate(inputs, Targets.FromRows(targets), rows, _gradients, default);
    }

    /// <inheritdoc cref="INetwork.Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> inputGradients)
    {
        int rows = ArgumentChecks.ForTargets(inputs, Kernels.InputSize, targets, Kernels.OutputSize);
        ArgumentChecks.ForInputGradients(inputs, Kernels.InputSize, targets, inputGradients);
        return Accumulate(inputs, Targets.FromRows(targets), rows, _gradients, inputGradients);
    }

    /// <inheritdoc cref="INetwork.Backward(ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        int rows = ArgumentChecks.ForLabels(inputs, Kernels.InputSize, labels, Kernels.OutputSize);
        return Accumulate(inputs, Targets.FromLabels(labels), rows, _gradients, default);
    }

    /// <inheritdoc cref="INetwork.Backward(ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Span<float> inputGradients)
    {
        int rows = ArgumentChecks.ForLabels(inputs, Kernels.InputSize, labels, Kernels.OutputSize);
        ArgumentChecks.ForInputGradients(inputs, Kernels.InputSize, default, inputGradients);
        return Accumulate(inputs, Targets.FromLabels(labels), rows, _gradients, inputGradients);
    }

    /// <inheritdoc cref="INetwork.BackwardFromOutput(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients)
    {
        int rows = ArgumentChecks.ForTargets(inputs, Kernels.InputSize, outputGradients, Kernels.OutputSize, nameof(outputGradients));
        Accumulate(inputs, Targets.FromOutputGradients(outputGradients), rows, _gradients, default);
    }

    /// <inheritdoc cref="INetwork.BackwardFromOutput(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> inputGradients)
    {
        int rows = ArgumentChecks.ForTargets(inputs, Kernels.InputSize, outputGradients, Kernels.OutputSize, nameof(outputGradients));
        ArgumentChecks.ForInputGradients(inputs, Kernels.InputSize, outputGradients, inputGradients);
        Accumulate(inputs, Targets.FromOutputGradients(outputGradients), rows, _gradients, inputGradients);
    }

    /// <summary>See <see cref="INetwork.Train(ReadOnlySpan{float}, ReadOnlySpan{float}, Optimizer)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Train(INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Optimizer optimizer)
        => Kernels.RunsInRegisters && inputs.Length == Kernels.InputSize && targets.Length == Kernels.OutputSize && IsPlainSgd(optimizer)
            ? Kernels.RegisterStep(
                ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(targets), ref _parameters.Reference, -optimizer.LearningRate)
            : TrainAny(network, inputs, targets, optimizer);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float TrainAny(INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Optimizer optimizer)
    {
        int rows = ArgumentChecks.ForTargets(inputs, Kernels.InputSize, targets, Kernels.OutputSize);
        ArgumentNullException.ThrowIfNull(optimizer);
        return Train(network, inputs, Targets.FromRows(targets), rows, optimizer);
    }

    /// <summary>See <see cref="INetwork.Train(ReadOnlySpan{float}, ReadOnlySpan{int}, Optimizer)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Train(INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Optimizer optimizer)
    {
        int rows = ArgumentChecks.ForLabels(inputs, Kernels.InputSize, labels, Kernels.OutputSize);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (Kernels.RunsInRegisters && rows == 1 && IsPlainSgd(optimizer))
        {
            return TrainInRegisters(ref MemoryMarshal.GetReference(inputs), labels[0], -optimizer.LearningRate);
        }

        return Train(network, inputs, Targets.FromLabels(labels), rows, optimizer);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override float Train(INetwork network, ReadOnlySpan<float> inputs, in Targets targets, in RowOrder order, Optimizer optimizer)
    {
        if (order.Rows.Length == 1 && !order.HasWeights)
        {
            int row = order.Rows[0];
            ReadOnlySpan<float> input = inputs.Slice(row * Kernels.InputSize, Kernels.InputSize);
            return targets.Labels.IsEmpty
                ? Train(network, input, targets.Values.Slice(row * Kernels.OutputSize, Kernels.OutputSize), optimizer)
                : Train(network, input, targets.Labels.Slice(row, 1), optimizer);
        }

        ref float x = ref MemoryMarshal.GetReference(inputs);
        return Step(ref x, targets, order.Rows.Length, order, network, optimizer);
    }

    /// <summary>What a step in registers does. A rule of the user's that does the same takes the general way, in rows and in labels alike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlainSgd(Optimizer optimizer) => optimizer is Sgd { IsGradientDescent: true };

    private static float Scale(int rows) => Kernels.Reduction == Reduction.Mean ? 1f / rows : 1f;

    private static float Reduce(double cost, int rows) => (float)(Kernels.Reduction == Reduction.Mean ? cost / rows : cost);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Train(INetwork network, ReadOnlySpan<float> inputs, in Targets targets, int rows, Optimizer optimizer)
    {
        ref float x = ref MemoryMarshal.GetReference(inputs);
        if (rows > 1 || DropoutRate > 0f)
        {
            return Step(ref x, targets, rows, default, network, optimizer);
        }

        if (optimizer.IsGradientDescent && !optimizer.IsConditioned)
        {
            return BackwardRow(ref x, targets, ref _parameters.Reference, -optimizer.LearningRate, ref Unsafe.NullRef<float>());
        }

        _stepGradients.Span.Clear();
        float cost = BackwardRow(ref x, targets, ref _stepGradients.Reference, 1f, ref Unsafe.NullRef<float>());
        optimizer.Step(network, _stepGradients.Span);
        return cost;
    }

    /// <summary>One step on many rows, or with dropout. A step that throws does not count: the next one drops the same outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Step(ref float x, in Targets targets, int rows, in RowOrder order, INetwork network, Optimizer optimizer)
    {
        if (!(DropoutRate > 0f))
        {
            return Step(ref x, targets, rows, order, network, optimizer, null);
        }

        float cost = Step(ref x, targets, rows, order, network, optimizer, new Dropout(DropoutRate, _seed, TrainedSteps));
        TrainedSteps++;
        return cost;
    }

    /// <summary>Rules of the user's, and a limit to the norm, want the whole gradient at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Step(ref float x, in Targets targets, int rows, in RowOrder order, INetwork network, Optimizer optimizer, Dropout? dropout)
    {
        ref float none = ref Unsafe.NullRef<float>();
        if (optimizer is ElementwiseOptimizer { UpdatesStrips: true } elementwise)
        {
            return ForwardBackward(ref x, targets, rows, order, _stepGradients, false, ref none, elementwise, network, dropout);
        }

        float cost = ForwardBackward(ref x, targets, rows, order, _stepGradients, false, ref none, null, network, dropout);
        optimizer.Step(network, _stepGradients.Span);
        return cost;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Cost(ReadOnlySpan<float> inputs, in Targets targets, Span<float> costs, Span<float> outputs)
    {
        _workspace.Enter();
        try
        {
            _batch.Cost(ref MemoryMarshal.GetReference(inputs), targets, (nuint)costs.Length, costs, outputs);
        }
        finally
        {
            _workspace.Exit();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Cost(ReadOnlySpan<float> inputs, in Targets targets, int rows)
    {
        ref float x = ref MemoryMarshal.GetReference(inputs);

        _workspace.Enter();
        try
        {
            return Reduce(_batch.Cost(ref x, targets, (nuint)rows), rows);
        }
        finally
        {
            _workspace.Exit();
        }
    }

    /// <summary>Adds the gradient of the reduced cost to <paramref name="gradients"/>, and returns that cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Accumulate(ReadOnlySpan<float> inputs, in Targets targets, int rows, AlignedBuffer gradients, Span<float> inputGradients)
    {
        ref float x = ref MemoryMarshal.GetReference(inputs);
        ref float dx = ref inputGradients.IsEmpty ? ref Unsafe.NullRef<float>() : ref MemoryMarshal.GetReference(inputGradients);
        return rows == 1
            ? BackwardRow(ref x, targets, ref gradients.Reference, 1f, ref dx)
            : ForwardBackward(ref x, targets, rows, default, gradients, true, ref dx, null, null, null);
    }

    /// <summary>(F), (B1 … B4) for many rows, and (U) if there is an optimizer.</summary>
    /// <returns>The reduced cost.</returns>
    /// <remarks>The parameters are those of <see cref="Batch{TKernels, TDropout}.ForwardBackward"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float ForwardBackward(
        ref float x, in Targets targets, int rows, in RowOrder order, AlignedBuffer gradients, bool adds, ref float dx, ElementwiseOptimizer? optimizer, INetwork? network, Dropout? dropout)
    {
        // The caller's own output gradients are gradients of a cost that is reduced already.
        float scale = targets.AreOutputGradients ? 1f : Scale(rows);
        _workspace.Enter();
        try
        {
            return Reduce(_batch.ForwardBackward(ref x, targets, (nuint)rows, order, scale, gradients, adds, ref dx, optimizer, network, dropout), rows);
        }
        finally
        {
            _workspace.Exit();
        }
    }

    /// <summary>Adds <paramref name="factor"/> times the gradient of one row to <paramref name="destination"/>, and returns its cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float BackwardRow(ref float x, in Targets targets, ref float destination, float factor, ref float inputGradients)
    {
        _workspace.Enter();
        try
        {
            ref float workspace = ref _workspace.Reference;
            Kernels.ForwardRow(ref x, ref _parameters.Reference, ref workspace);
            float cost = 0f;
            Kernels.OutputDelta(targets, 0, 1, 1f, ref workspace, 1, ref cost);
            Kernels.BackwardRow(ref x, ref _parameters.Reference, ref workspace, ref destination, factor, ref inputGradients);
            return cost;
        }
        finally
        {
            _workspace.Exit();
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardRowOnStack(ref float x, ref float outputs)
    {
        Span<float> memory = stackalloc float[Kernels.StackRowFloats + AlignmentFloats];
        ref float workspace = ref Matrix.Align(memory);
        Kernels.ForwardRow(ref x, ref _parameters.Reference, ref workspace);
        Matrix.CopyRows(ref Unsafe.Add(ref workspace, Kernels.OutputOffset), 1, Kernels.OutputStride, Kernels.OutputSize, ref outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardRowInWorkspace(ref float x, ref float outputs)
    {
        _workspace.Enter();
        try
        {
            ref float workspace = ref _workspace.Reference;
            Kernels.ForwardRow(ref x, ref _parameters.Reference, ref workspace);
            Matrix.CopyRows(ref Unsafe.Add(ref workspace, Kernels.OutputOffset), 1, Kernels.OutputStride, Kernels.OutputSize, ref outputs);
        }
        finally
        {
            _workspace.Exit();
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PredictOnStack(ref float x)
    {
        Span<float> memory = stackalloc float[Kernels.StackRowFloats + AlignmentFloats];
        ref float workspace = ref Matrix.Align(memory);
        Kernels.ForwardRow(ref x, ref _parameters.Reference, ref workspace);
        return Matrix.IndexOfLargest(ref Unsafe.Add(ref workspace, Kernels.OutputOffset), Kernels.OutputSize);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PredictInRegisters(ref float x)
    {
        Span<float> outputs = stackalloc float[Kernels.OutputSize];
        ref float y = ref MemoryMarshal.GetReference(outputs);
        Kernels.RegisterForward(ref x, ref _parameters.Reference, ref y);
        return Matrix.IndexOfLargest(ref y, Kernels.OutputSize);
    }

    /// <summary>The label's row of targets is written out: a few values.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float TrainInRegisters(ref float x, int label, float factor)
    {
        Span<float> targets = stackalloc float[Kernels.OutputSize];
        targets.Clear();
        targets[label] = 1f;
        return Kernels.RegisterStep(ref x, ref MemoryMarshal.GetReference(targets), ref _parameters.Reference, factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PredictInWorkspace(ref float x)
    {
        _workspace.Enter();
        try
        {
            ref float workspace = ref _workspace.Reference;
            Kernels.ForwardRow(ref x, ref _parameters.Reference, ref workspace);
            return Matrix.IndexOfLargest(ref Unsafe.Add(ref workspace, Kernels.OutputOffset), Kernels.OutputSize);
        }
        finally
        {
            _workspace.Exit();
        }
    }

    /// <summary>Forward in the network's workspace; on the stack while another thread has that; and if it does not fit there, in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardRows(ref float x, nuint rows, ref float outputs)
    {
        if (!_workspace.TryEnter())
        {
            if (Kernels.StackRows > 0)
            {
                ForwardRowsOnStack(ref x, rows, ref outputs);
                return;
            }

            _workspace.Enter();
        }

        try
        {
            _batch.Forward(ref x, rows, ref outputs);
        }
        finally
        {
            _workspace.Exit();
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardRowsOnStack(ref float x, nuint rows, ref float outputs)
    {
        Span<float> memory = stackalloc float[(Kernels.StackRows * Kernels.ForwardFloats) + AlignmentFloats];
        Batch<TKernels, TDropout>.ForwardBlocks(ref x, rows, ref _parameters.Reference, ref outputs, ref Matrix.Align(memory), (nuint)Kernels.StackRows);
    }
}
