using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>How many steps a trainer takes in some time, with a clock that moves as each step says.</summary>
public sealed class TrainerTests
{
    private static readonly Dataset Rows = Dataset.FromTargets([1, 2, 3, 4, 5], 1, [1, 2, 3, 4, 5], 1);

    // A step takes 3 ms: one begins at 0, at 3, at 6 … as long as the time is not over.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2_999, 1)]
    [InlineData(3_000, 1)]
    [InlineData(3_001, 2)]
    [InlineData(9_000, 3)]
    [InlineData(10_000, 4)]
    public void NoStepBeginsAfterItsTime(int microseconds, int steps)
    {
        ScriptedClock clock = new();
        long start = clock.GetTimestamp();
        (Trainer trainer, ScriptedNetwork network) = Create(clock, static _ => 3);
        TimeSpan budget = TimeSpan.FromMicroseconds(microseconds);

        Assert.Equal(steps, trainer.TrainFor(budget));

        Assert.Equal(steps, network.Steps);
        Assert.True(clock.GetElapsedTime(start) < budget + TimeSpan.FromMilliseconds(3));
    }

    [Fact]
    public void StepsMayTakeTimesOfTheirOwn()
    {
        ScriptedClock clock = new();
        (Trainer trainer, _) = Create(clock, static step => step == 4 ? 50 : 1);

        Assert.Equal(4, trainer.TrainFor(TimeSpan.FromMilliseconds(10)));
        Assert.Equal(10, trainer.TrainFor(TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void TimeBetweenTwoCallsDoesNotCount()
    {
        ScriptedClock clock = new();
        (Trainer trainer, _) = Create(clock, static _ => 3);

        for (int frame = 0; frame < 3; frame++)
        {
            clock.Pass(TimeSpan.FromSeconds(1));
            Assert.Equal(2, trainer.TrainFor(TimeSpan.FromMilliseconds(5)));
        }
    }

    [Fact]
    public void ItGoesOnInTheMidstOfAnEpoch()
    {
        ScriptedClock clock = new();
        (Trainer trainer, ScriptedNetwork network) = Create(clock, static _ => 3);
        (Trainer other, ScriptedNetwork uninterrupted) = Create(clock, static _ => 0);
        List<(int Epoch, int Step)> places = [];

        for (int frame = 0; frame < 4; frame++)
        {
            Assert.Equal(3, trainer.TrainFor(TimeSpan.FromMilliseconds(8)));
            places.Add((trainer.Epoch, trainer.StepInEpoch));
        }

        for (int step = 0; step < 12; step++)
        {
            other.Step();
        }

        Assert.Equal([(0, 3), (1, 1), (1, 4), (2, 2)], places);
        Assert.Equal(uninterrupted.TrainedInputs, network.TrainedInputs);
        Assert.Equal([1, 2, 3, 4, 5], network.TrainedInputs.Take(5).Order());
        Assert.Equal(other.Cost, trainer.Cost);
    }

    [Fact]
    public void ATimeBelowZeroIsRefused()
    {
        (Trainer trainer, ScriptedNetwork network) = Create(new ScriptedClock(), static _ => 3);

        Assert.Throws<ArgumentOutOfRangeException>("budget", () => trainer.TrainFor(TimeSpan.FromTicks(-1)));
        Assert.Equal(0, network.Steps);
    }

    /// <param name="clock">Moves with each step.</param>
    /// <param name="milliseconds">The time of a step, from its number, 1 for the first.</param>
    private static (Trainer Trainer, ScriptedNetwork Network) Create(ScriptedClock clock, Func<int, int> milliseconds)
    {
        ScriptedNetwork network = new() { TrainCost = static step => step, AfterStep = step => clock.Pass(TimeSpan.FromMilliseconds(milliseconds(step))) };
        return (new Trainer(network, Rows, new Sgd(0.1f), new TrainerOptions { BatchSize = 1, Clock = clock }), network);
    }
}
