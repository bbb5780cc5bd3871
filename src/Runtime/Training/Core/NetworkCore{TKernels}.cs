using System.ComponentModel;

namespace Backprop.Training;

/// <summary>The core of a network without dropout.</summary>
/// <param name="seed">See <see cref="INetwork.Initialize"/>.</param>
/// <typeparam name="TKernels">The emitted passes.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkCore<TKernels>(ulong seed) : NetworkCore<TKernels, NoDropout>(seed)
    where TKernels : struct, INetworkKernels;
