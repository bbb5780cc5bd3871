using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace Backprop.Runtime.Tests.Training.Schedules;

public sealed class LearningRateScheduleTests
{
    private const float Rate = 0.5f;

    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Training", "Schedules", "fixtures", "pytorch.tsv")).Skip(1).Select(static line => line.Split('\t'))];

    /// <summary>PyTorch's schedulers, where a step is a step of one epoch in twelve, or an epoch of its own.</summary>
    [Theory]
    [InlineData("OneCycle", 12)]
    [InlineData("OneCycleOther", 12)]
    [InlineData("Cosine", 12)]
    [InlineData("CosineRestarts", 10)]
    [InlineData("CosineRestarts", 1)]
    [InlineData("CosineLongerRestarts", 5)]
    [InlineData("Step", 1)]
    [InlineData("Exponential", 1)]
    [InlineData("Plateau", 1)]
    public void EveryRateIsThatOfPyTorch(string name, int stepsPerEpoch)
    {
        LearningRateSchedule schedule = Create(name, stepsPerEpoch);
        string[][] rows = [.. Rows.Where(row => row[0] == name)];
        Assert.Equal(60, rows.Length);

        // The second time as the first.
        for (int time = 0; time < 2; time++)
        {
            schedule.Begin(Rate, rows.Length / stepsPerEpoch, stepsPerEpoch);
            for (int step = 0; step < rows.Length; step++)
            {
                double expected = double.Parse(rows[step][2], CultureInfo.InvariantCulture);
                Assert.Equal(expected, schedule.RateAt(step, step / stepsPerEpoch), 5e-8);
                if ((step + 1) % stepsPerEpoch == 0)
                {
                    int epoch = step / stepsPerEpoch;
                    schedule.EndEpoch(1.0 / (1 + Math.Min(epoch, 9) + (epoch >= 30 ? 3 : 0)));
                }
            }
        }
    }

    [Fact]
    public void ConstantIsTheOptimizersOwn()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Constant();
        schedule.Begin(0.3f, 3, 7);
        Assert.All(Enumerable.Range(0, 21), step => Assert.Equal(0.3f, schedule.RateAt(step, step / 7)));
    }

    [Fact]
    public void StepsAndExponentialsArePowersOfTheEpoch()
    {
        LearningRateSchedule step = LearningRateSchedule.Step(3, 0.7f);
        LearningRateSchedule exponential = LearningRateSchedule.Exponential(0.97f);
        step.Begin(0.3f, 100, 2);
        exponential.Begin(0.3f, 100, 2);
        for (int i = 0; i < 200; i++)
        {
            int epoch = i / 2;
            Assert.Equal(0.3f * Math.Pow(0.7f, Math.Floor(epoch / 3.0)), step.RateAt(i, epoch), 3e-8);
            Assert.Equal(0.3f * Math.Pow(0.97f, epoch), exponential.RateAt(i, epoch), 3e-8);
        }
    }

    /// <summary>Equation 5 of SGDR, after a warm-up, with periods of 2, 6, 18 … epochs.</summary>
    [Fact]
    public void CosineIsThePublishedOneAfterTheWarmUp()
    {
        const int StepsPerEpoch = 4;
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(0.01f, warmUpEpochs: 3, periodEpochs: 2, periodFactor: 3);
        schedule.Begin(0.3f, 29, StepsPerEpoch);
        for (int step = 0; step < 29 * StepsPerEpoch; step++)
        {
            double epoch = (double)step / StepsPerEpoch;
            double expected = epoch < 3 ? 0.3f * (step + 1) / 13.0
                : epoch < 5 ? Cosine((epoch - 3) / 2)
                : epoch < 11 ? Cosine((epoch - 5) / 6)
                : Cosine((epoch - 11) / 18);
            Assert.Equal(expected, schedule.RateAt(step, step / StepsPerEpoch), 3e-8);
        }

        Assert.Equal(0.3f, schedule.RateAt(12, 3));
        Assert.Equal(0.3f, schedule.RateAt(20, 5));
        Assert.Equal(0.3f, schedule.RateAt(44, 11));

        static double Cosine(double part) => 0.01f + (0.5 * ((double)0.3f - 0.01f) * (1 + Math.Cos(Math.PI * part)));
    }

    [Fact]
    public void ACosineWithoutRestartsStaysAtItsMinimum()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(0.0625f, warmUpEpochs: 1);
        schedule.Begin(Rate, 5, 10);
        Assert.Equal(0.5f * (Rate + 0.0625f), schedule.RateAt(30, 3), 1e-7f);
        Assert.Equal(0.0625f, schedule.RateAt(50, 5));
        Assert.Equal(0.0625f, schedule.RateAt(500, 50));
    }

    [Fact]
    public void OneCycleRisesToItsPeakAndEndsLow()
    {
        LearningRateSchedule schedule = LearningRateSchedule.OneCycle(0.25f, 10f, 100f);
        schedule.Begin(Rate, 4, 25);
        float[] rates = [.. Enumerable.Range(0, 130).Select(step => schedule.RateAt(step, step / 25))];
        Assert.Equal(Rate / 10, rates[0], 1e-8f);
        Assert.Equal(Rate, rates[24]);
        Assert.Equal(Rate / 1000, rates[99], 1e-8f);
        Assert.All(Enumerable.Range(0, 24), step => Assert.True(rates[step] < rates[step + 1]));
        Assert.All(Enumerable.Range(24, 75), step => Assert.True(rates[step] > rates[step + 1]));
        Assert.All(Enumerable.Range(99, 30), step => Assert.Equal(rates[99], rates[step]));
    }

    [Fact]
    public void ATrainingOfOneStepHasARate()
    {
        foreach (string name in new[] { "OneCycle", "OneCycleOther", "Cosine", "CosineRestarts", "Step", "Exponential", "Plateau" })
        {
            LearningRateSchedule schedule = Create(name, 1);
            schedule.Begin(Rate, 1, 1);
            Assert.InRange(schedule.RateAt(0, 0), 0f, Rate);
        }

        LearningRateSchedule four = LearningRateSchedule.OneCycle(0.25f);
        four.Begin(Rate, 1, 4);
        Assert.Equal(Rate, four.RateAt(0, 0));
    }

    [Fact]
    public void APlateauReducesOnlyAfterItsPatience()
    {
        LearningRateSchedule schedule = LearningRateSchedule.ReduceOnPlateau(0.5f, patience: 2, threshold: 0.1f, cooldown: 1, minimum: 0.2f);
        (double Cost, float After)[] script =
        [
            (1.0, 0.5f), // the best
            (0.95, 0.5f), // too little of an improvement: 1
            (0.93, 0.5f), // 2
            (double.NaN, 0.25f), // 3: reduced
            (0.92, 0.25f), // cooling down
            (0.91, 0.25f), // 1
            (0.89, 0.25f), // an improvement on 1
            (0.88, 0.25f),
            (0.87, 0.25f),
            (0.86, 0.2f), // reduced, not below the minimum
            (0.86, 0.2f),
        ];
        schedule.Begin(Rate, script.Length, 1);
        Assert.Equal(Rate, schedule.RateAt(0, 0));
        for (int epoch = 0; epoch < script.Length; epoch++)
        {
            schedule.EndEpoch(script[epoch].Cost);
            Assert.Equal(script[epoch].After, schedule.RateAt(epoch + 1, epoch + 1));
        }

        schedule.Begin(0.25f, 1, 1);
        Assert.Equal(0.25f, schedule.RateAt(0, 0));
        schedule.EndEpoch(5.0);
        schedule.EndEpoch(4.0);
        Assert.Equal(0.25f, schedule.RateAt(2, 2));
    }

    [Fact]
    public void AnEndlessTrainingHasItsRateAtOnce()
    {
        // Powers by squaring: not a multiplication for each epoch.
        LearningRateSchedule schedule = LearningRateSchedule.Exponential(0.999999f);
        schedule.Begin(Rate, int.MaxValue, 1);
        for (int i = 0; i < 100_000; i++)
        {
            Assert.InRange(schedule.RateAt(1_000_000_000, 1_000_000_000), 0f, 1e-6f);
        }
    }

    [Fact]
    public void NothingAllocates()
    {
        foreach (string name in new[] { "OneCycle", "Cosine", "CosineLongerRestarts", "Step", "Plateau" })
        {
            LearningRateSchedule schedule = Create(name, 1);
            schedule.Begin(Rate, 60, 1);
            Walk();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Walk();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Walk()
            {
                for (int step = 0; step < 1000; step++)
                {
                    schedule.RateAt(step, step);
                    schedule.EndEpoch(step % 7);
                }
            }
        }
    }

    [Fact]
    public void NumbersOutOfRangeAreRejected()
    {
        Rejects("everyEpochs", "everyEpochs: expected at least 1, got 0", () => LearningRateSchedule.Step(0));
        Rejects("factor", "factor: expected a finite value above 0, got 0", () => LearningRateSchedule.Step(1, 0f));
        Rejects("decay", "decay: expected a finite value above 0, got -1", () => LearningRateSchedule.Exponential(-1f));
        Rejects("decay", "decay: expected a finite value above 0, got NaN", () => LearningRateSchedule.Exponential(float.NaN));
        Rejects("minimum", "minimum: expected a finite value of at least 0, got -0.5", () => LearningRateSchedule.Cosine(-0.5f));
        Rejects("warmUpEpochs", "warmUpEpochs: expected at least 0, got -1", () => LearningRateSchedule.Cosine(warmUpEpochs: -1));
        Rejects("periodEpochs", "periodEpochs: expected at least 1, got 0", () => LearningRateSchedule.Cosine(periodEpochs: 0));
        Rejects("periodFactor", "periodFactor: expected at least 1, got 0", () => LearningRateSchedule.Cosine(periodFactor: 0));
        Rejects("warmUpFraction", "warmUpFraction: expected at least 0 and below 1, got 1", () => LearningRateSchedule.OneCycle(1f));
        Rejects("startDivisor", "startDivisor: expected a finite value of at least 1, got 0.5", () => LearningRateSchedule.OneCycle(startDivisor: 0.5f));
        Rejects("endDivisor", "endDivisor: expected a finite value of at least 1, got Infinity", () => LearningRateSchedule.OneCycle(endDivisor: float.PositiveInfinity));
        Rejects("factor", "factor: expected above 0 and below 1, got 1", () => LearningRateSchedule.ReduceOnPlateau(1f));
        Rejects("patience", "patience: expected at least 0, got -1", () => LearningRateSchedule.ReduceOnPlateau(patience: -1));
        Rejects("threshold", "threshold: expected at least 0 and below 1, got -1", () => LearningRateSchedule.ReduceOnPlateau(threshold: -1));
        Rejects("cooldown", "cooldown: expected at least 0, got -1", () => LearningRateSchedule.ReduceOnPlateau(cooldown: -1));
        Rejects("minimum", "minimum: expected a finite value of at least 0, got NaN", () => LearningRateSchedule.ReduceOnPlateau(minimum: float.NaN));
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(0.25f);
        Rejects("learningRate", "learningRate: expected a finite value of at least 0, got -1", () => schedule.Begin(-1f, 1, 1));
        Rejects("epochs", "epochs: expected at least 1, got 0", () => schedule.Begin(1f, 0, 1));
        Rejects("stepsPerEpoch", "stepsPerEpoch: expected at least 1, got 0", () => schedule.Begin(1f, 1, 0));
        Rejects("minimum", "minimum: expected at most the optimizer's learning rate, 0.125, got 0.25", () => schedule.Begin(0.125f, 1, 1));
        Rejects("minimum", "minimum: expected at most the optimizer's learning rate, 0.125, got 0.25", () => LearningRateSchedule.ReduceOnPlateau(minimum: 0.25f).Begin(0.125f, 1, 1));

        static void Rejects(string name, string message, Action action)
            => Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(name, action).Message);
    }

    private static LearningRateSchedule Create(string name, int stepsPerEpoch) => name switch
    {
        "OneCycle" => LearningRateSchedule.OneCycle(),
        "OneCycleOther" => LearningRateSchedule.OneCycle(0.125f, 8f, 64f),
        "Cosine" => LearningRateSchedule.Cosine(0.0625f),
        "CosineRestarts" => LearningRateSchedule.Cosine(periodEpochs: 10 / stepsPerEpoch),
        "CosineLongerRestarts" => LearningRateSchedule.Cosine(0.0625f, periodEpochs: 10 / stepsPerEpoch, periodFactor: 2),
        "Step" => LearningRateSchedule.Step(7, 0.75f),
        "Exponential" => LearningRateSchedule.Exponential(0.875f),
        "Plateau" => LearningRateSchedule.ReduceOnPlateau(0.5f, 3, 0.0625f, 2, 0.03125f),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
