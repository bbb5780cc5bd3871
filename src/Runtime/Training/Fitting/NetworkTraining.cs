using System;
using System.Threading;
using System.Threading.Tasks;
using Backprop.Training;

namespace Backprop;

/// <summary>Whole trainings, and how well a network does, for any network.</summary>
public static class NetworkTraining
{
    /// <summary>Trains a network on the rows of a data set, epoch by epoch.</summary>
    /// <remarks>
    /// <para>
    /// The steps are those of a <see cref="Trainer"/> with the same options: the same parameters to the last bit, whatever is measured
    /// beside them, and for any number of threads. From the second epoch on nothing is allocated (for the first 16,384 epochs, which have
    /// their place in the history from the start).
    /// </para>
    /// <para>
    /// At the end the network has the parameters of the last step, unless <see cref="EarlyStopping.RestoreBest"/> or
    /// <see cref="FitOptions.StopAtNonFiniteCost"/> brought others back.
    /// </para>
    /// </remarks>
    /// <param name="network">The network to train, from the parameters that it has. It must not be used elsewhere meanwhile.</param>
    /// <param name="train">The rows to train on, and to validate with if <see cref="FitOptions.ValidationFraction"/> says so.</param>
    /// <param name="options">How to train; null: the defaults.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network, or an option is out of its range; then nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">Another <c>Fit</c> trains the network; then nothing was changed.</exception>
    public static TrainingHistory Fit(this INetwork network, Dataset train, FitOptions? options = null)
        => new FitRun(network, train, options ?? new FitOptions()).Run();

    /// <summary>As <see cref="Fit"/>, on a thread of the thread pool (<see cref="Task.Run(Action)"/>), so that the caller's stays free: that of a user interface, say.</summary>
    /// <remarks>
    /// <see cref="FitOptions.Progress"/> tells of each epoch: a <see cref="Progress{T}"/> made on the thread of a user interface does so on that
    /// thread. The network belongs to the training until the task has ended.
    /// </remarks>
    /// <param name="network">The network to train, from the parameters that it has. It must not be used elsewhere meanwhile.</param>
    /// <param name="train">The rows to train on.</param>
    /// <param name="options">How to train; null: the defaults.</param>
    /// <param name="cancellationToken">Ends the training, as <see cref="FitOptions.CancellationToken"/> does. The task then still has its result, with <see cref="StopReason.Cancelled"/>.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network, or an option is out of its range: thrown by the call, not by the task.</exception>
    /// <exception cref="InvalidOperationException">Another <c>Fit</c> trains the network: thrown by the call, not by the task.</exception>
    public static Task<TrainingHistory> FitAsync(this INetwork network, Dataset train, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        FitRun run = new(network, train, options ?? new FitOptions(), cancellationToken);
        return Task.Run(run.Run, CancellationToken.None);
    }

    /// <summary>How well a network does on some rows: its cost, and for classes the accuracy and its like, else the errors of its outputs.</summary>
    /// <remarks>
    /// The rows are walked in blocks: the memory that is needed does not grow with the data, but with the square of the number of classes.
    /// Weights of the rows count in the cost, and in nothing else.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    /// <returns>The figures, which print themselves.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    public static Evaluation Evaluate(this INetwork network, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        NetworkData.Check(network, data, nameof(data));
        (Dataset rows, _) = NetworkData.Adapt(network, data);
        if (ClassDecoder.Of(network, rows) is { } decoder)
        {
            ConfusionMetric classes = new(decoder);
            return new Evaluation(rows.Count, CostWith(classes), classes.ToMatrix());
        }

        RegressionMetric errors = new(rows);
        return new Evaluation(rows.Count, CostWith(errors), errors.ToScores());

        double CostWith(Metric metric)
        {
            EvaluationPass pass = new(network, rows, metric, takesCost: true);
            pass.Run(CancellationToken.None);
            return pass.Cost;
        }
    }
}
