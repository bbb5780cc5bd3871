using System;
using Backprop;

namespace Mnist;

/// <summary>Keeps the parameters of the best epoch, and passes the reports on.</summary>
/// <remarks>
/// The best is the one with the highest held-out accuracy, the last of equals; if no digits are held out, the one with the least cost. Fit itself goes by the held-out
/// cost, which begins to rise when a few wrong answers become too sure, while the accuracy still rises.
/// </remarks>
internal sealed class BestParameters(INetwork network, Action<EpochReport> next)
{
    private readonly float[] _parameters = new float[network.ParameterCount];
    private double _score = double.NegativeInfinity;

    /// <summary>The best epoch, from 1; 0 before the end of the first.</summary>
    public int Epoch { get; private set; }

    public void Report(EpochReport epoch)
    {
        double score = epoch.ValidationAccuracy ?? -epoch.Cost;
        if (score >= _score)
        {
            _score = score;
            Epoch = epoch.Epoch;
            network.CopyParametersTo(_parameters);
        }

        next(epoch);
    }

    /// <summary>Gives them back to the network, if there are any.</summary>
    public void Restore()
    {
        if (Epoch > 0)
        {
            network.LoadParameters(_parameters);
        }
    }
}
