using System;
using System.Globalization;
using System.Threading;

namespace Backprop;

/// <summary>How the learning rate changes while a network is trained: one of those that the methods here create, or one of your own.</summary>
/// <remarks>
/// <para>
/// All of them start from the learning rate <c>η</c> that the optimizer has when the training begins. Whoever trains calls <see cref="Begin"/>; before each step sets
/// <see cref="Optimizer.LearningRate"/> to <see cref="RateAt"/>; and calls <see cref="EndEpoch"/> after each epoch.
/// </para>
/// <para>
/// One schedule may serve several trainings, one after the other: <see cref="Begin"/> makes it as if it were new. Rates are computed in double precision from sums, products and
/// quotients, so that they have the same bits on every machine.
/// </para>
/// <para>A schedule of your own overrides <see cref="RateAt"/>; if it remembers anything, <see cref="Reset"/>; and if it looks at costs, <see cref="EndEpoch"/>.</para>
/// </remarks>
public abstract class LearningRateSchedule
{
    private int _isInFit;

    /// <summary><c>η</c>: the learning rate at the beginning, finite and at least 0.</summary>
    protected float InitialRate { get; private set; }

    /// <summary>The epochs that the training will have, if nothing stops it; at least 1.</summary>
    protected int Epochs { get; private set; } = 1;

    /// <summary>The steps of an epoch, at least 1.</summary>
    protected int StepsPerEpoch { get; private set; } = 1;

    /// <summary>Always <c>η</c>.</summary>
    /// <returns>A new schedule.</returns>
    public static LearningRateSchedule Constant() => new ConstantSchedule();

    /// <summary><c>η · factor^⌊epoch / everyEpochs⌋</c>.</summary>
    /// <param name="everyEpochs">The epochs that have the same rate, from 1 up.</param>
    /// <param name="factor">What it is multiplied by after them, finite and above 0.</param>
    /// <returns>A new schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRateSchedule Step(int everyEpochs, float factor = 0.1f)
    {
        Ranges.CheckAtLeast(everyEpochs, 1, nameof(everyEpochs));
        Ranges.CheckFiniteAbove(factor, 0f, nameof(factor));
        return new StepSchedule(everyEpochs, factor);
    }

    /// <summary><c>η · decay^epoch</c>.</summary>
    /// <param name="decay">What the rate is multiplied by after each epoch, finite and above 0.</param>
    /// <returns>A new schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is out of its range.</exception>
    public static LearningRateSchedule Exponential(float decay)
    {
        Ranges.CheckFiniteAbove(decay, 0f, nameof(decay));
        return new StepSchedule(1, decay);
    }

    /// <summary>
    /// Half a period of a cosine, from <c>η</c> down to a minimum, that may be restarted (Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017,
    /// equation 5), after a linear warm-up: <c>minimum + ½ (η − minimum) (1 + cos(π T / T_i))</c>, with <c>T</c> the epochs, fractions too, since the last restart, of <c>T_i</c>.
    /// </summary>
    /// <param name="minimum">The lowest rate, finite, at least 0 and at most <c>η</c>.</param>
    /// <param name="warmUpEpochs">
    /// The epochs of the warm-up, from 0 up. The rate of its step <c>k</c>, from 1, of <c>K</c> is <c>η k / (K + 1)</c>.
    /// </param>
    /// <param name="periodEpochs"><c>T_0</c>: the epochs until the first restart, from 1 up; null: all that follow the warm-up.</param>
    /// <param name="periodFactor"><c>T_mult</c>: what the period is multiplied by at each restart, from 1 up.</param>
    /// <returns>A new schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRateSchedule Cosine(float minimum = 0f, int warmUpEpochs = 0, int? periodEpochs = null, int periodFactor = 1)
    {
        Ranges.CheckFiniteAtLeast(minimum, 0f, nameof(minimum));
        Ranges.CheckAtLeast(warmUpEpochs, 0, nameof(warmUpEpochs));
        Ranges.CheckAtLeast(periodEpochs ?? 1, 1, nameof(periodEpochs));
        Ranges.CheckAtLeast(periodFactor, 1, nameof(periodFactor));
        return new CosineSchedule(minimum, warmUpEpochs, periodEpochs, periodFactor);
    }

    /// <summary>
    /// One cycle (Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018, with cosines in place of lines, as in PyTorch's
    /// <c>OneCycleLR</c>): from <c>η / startDivisor</c> up to <c>η</c>, and then down to <c>η / (startDivisor · endDivisor)</c> at the last step of the last epoch. The optimizer's
    /// learning rate is the highest; its momentum stays as it is.
    /// </summary>
    /// <param name="warmUpFraction">The part of all steps in which the rate rises, at least 0 and below 1.</param>
    /// <param name="startDivisor">Finite and at least 1.</param>
    /// <param name="endDivisor">Finite and at least 1.</param>
    /// <returns>A new schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRateSchedule OneCycle(float warmUpFraction = 0.3f, float startDivisor = 25f, float endDivisor = 1e4f)
    {
        Ranges.CheckShareBelowOne(warmUpFraction, nameof(warmUpFraction));

        Ranges.CheckFiniteAtLeast(startDivisor, 1f, nameof(startDivisor));
        Ranges.CheckFiniteAtLeast(endDivisor, 1f, nameof(endDivisor));
        return new OneCycleSchedule(warmUpFraction, startDivisor, endDivisor);
    }

    /// <summary>
    /// Multiplies the rate by a factor when the monitored cost has not become less for more than <paramref name="patience"/> epochs; as PyTorch's <c>ReduceLROnPlateau</c>.
    /// </summary>
    /// <param name="factor">What the rate is multiplied by, above 0 and below 1.</param>
    /// <param name="patience">The epochs without improvement that are let pass, from 0 up.</param>
    /// <param name="threshold">An improvement is a cost below <c>best − threshold · |best|</c>; at least 0 and below 1.</param>
    /// <param name="cooldown">The epochs after a reduction in which none are counted, from 0 up.</param>
    /// <param name="minimum">The lowest rate, finite, at least 0 and at most <c>η</c>.</param>
    /// <returns>A new schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRateSchedule ReduceOnPlateau(float factor = 0.1f, int patience = 10, float threshold = 1e-4f, int cooldown = 0, float minimum = 0f)
    {
        if (!(factor > 0f && factor < 1f))
        {
            throw Ranges.OutOfRange(nameof(factor), "above 0 and below 1", factor);
        }

        Ranges.CheckAtLeast(patience, 0, nameof(patience));
        Ranges.CheckShareBelowOne(threshold, nameof(threshold));

        Ranges.CheckAtLeast(cooldown, 0, nameof(cooldown));
        Ranges.CheckFiniteAtLeast(minimum, 0f, nameof(minimum));
        return new PlateauSchedule(factor, patience, threshold, cooldown, minimum);
    }

    /// <summary>Begins a training, and forgets any before it.</summary>
    /// <param name="learningRate"><c>η</c>: the optimizer's learning rate, finite and at least 0.</param>
    /// <param name="epochs">The epochs that are planned, from 1 up.</param>
    /// <param name="stepsPerEpoch">The steps of each, from 1 up.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the lowest rate of this schedule is above <c>η</c>.</exception>
    public void Begin(float learningRate, int epochs, int stepsPerEpoch)
    {
        Ranges.CheckFiniteAtLeast(learningRate, 0f, nameof(learningRate));

        Ranges.CheckAtLeast(epochs, 1, nameof(epochs));
        Ranges.CheckAtLeast(stepsPerEpoch, 1, nameof(stepsPerEpoch));
        InitialRate = learningRate;
        Epochs = epochs;
        StepsPerEpoch = stepsPerEpoch;
        Reset();
    }

    /// <summary>A <c>Fit</c> begins to use this: one at a time, since what it knows is of that training.</summary>
    /// <exception cref="InvalidOperationException">Another one uses it.</exception>
    internal void BeginFit()
    {
        if (Interlocked.Exchange(ref _isInFit, 1) != 0)
        {
            throw new InvalidOperationException("Expected a schedule of its own for each training, got one that another Fit uses.");
        }
    }

    /// <summary>The <c>Fit</c> has ended.</summary>
    internal void EndFit() => Volatile.Write(ref _isInFit, 0);

    /// <summary>The learning rate of a step. Must not allocate.</summary>
    /// <param name="step">The steps since <see cref="Begin"/>, 0 for the first.</param>
    /// <param name="epoch">The whole epochs since then.</param>
    /// <returns>Finite and at least 0.</returns>
    public abstract float RateAt(long step, int epoch);

    /// <summary>Tells the schedule how an epoch ended. Must not allocate.</summary>
    /// <param name="cost">The cost that is monitored: that of the validation rows, or if there are none, of the epoch's training rows.</param>
    public virtual void EndEpoch(double cost)
    {
    }

    /// <summary>Forgets earlier trainings; called by <see cref="Begin"/>, when the properties are those of the new one.</summary>
    protected virtual void Reset()
    {
    }

    private protected void CheckMinimumOfTraining(float minimum)
    {
        if (minimum > InitialRate)
        {
            throw Ranges.OutOfRange(nameof(minimum), string.Create(CultureInfo.InvariantCulture, $"at most the optimizer's learning rate, {InitialRate}"), minimum);
        }
    }
}
