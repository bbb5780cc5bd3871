using System;

namespace Backprop.Training;

/// <summary>
/// Training that leaves no trace: at its end the network has its parameters again, and draws the masks of dropout that it would have drawn; the
/// optimizer has its learning rate and what it remembered of the network, which it does not know meanwhile. Not while a <c>Fit</c> trains the network: it
/// would lose what it has learned.
/// </summary>
internal sealed class TrainingTrial : IDisposable
{
    private readonly INetwork _network;
    private readonly Optimizer _optimizer;
    private readonly ParameterCopy _parameters;
    private readonly ulong _trainedSteps;
    private readonly float _learningRate;
    private readonly OptimizerState? _state;

    public TrainingTrial(INetwork network, Optimizer optimizer)
    {
        _network = network;
        _optimizer = optimizer;
        _parameters = new ParameterCopy(network);

        // Behind what may find no memory: nobody would end it.
        network.Core?.BeginFit();
        _parameters.Keep();
        _trainedSteps = network.Core?.TrainedSteps ?? 0;
        _learningRate = optimizer.LearningRate;
        _state = optimizer.ExchangeState(network, null);
    }

    public void Dispose()
    {
        _parameters.Restore();
        if (_network.Core is { } core)
        {
            core.TrainedSteps = _trainedSteps;
        }

        _optimizer.LearningRate = _learningRate;
        _optimizer.ExchangeState(_network, _state);
        _network.Core?.EndFit();
    }
}
