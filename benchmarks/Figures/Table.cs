using System;
using System.Collections.Generic;

namespace Backprop.Figures;

/// <summary>
/// What is measured. Each loop calls its network by its class, as users do: through the interface or a generic parameter a call would
/// cost some nanoseconds more.
/// </summary>
internal static class Table
{
    // So small that millions of steps stay where the numbers are ordinary.
    private const float Rate = 1e-4f;

    private static readonly int[] _xor = [2, 3, 1];
    private static readonly int[] _small = [8, 32, 4];
    private static readonly int[] _narrow = [24, 8, 2];
    private static readonly int[] _regression = [4, 32, 16, 4];
    private static readonly int[] _digits = [784, 16, 10];
    private static readonly int[] _wide = [784, 128, 10];
    private static readonly int[] _deep = [784, 100, 100, 10];
    private static readonly int[] _large = [784, 512, 512, 10];

    public static IEnumerable<Figure> Figures()
        => [.. ManyRows(), .. Environment.ProcessorCount > 1 ? TwoThreads() : [], .. OneRow(), .. OneDigit(), .. Layers()];

    private static IEnumerable<Figure> ManyRows()
    {
        yield return WideSgd(128);
        yield return WideAdam(128);
        yield return LargeSgd(128);
        yield return DeepMomentum(800);
        yield return DigitsSgd(32);
        yield return RegressionAdam(10_000);
        yield return NarrowGradient(200);

        yield return WideForward(128);
        yield return WideForward(10_000);
        yield return LargeForward(128);
        yield return DeepForward(800);
        yield return DigitsForward(32);
        yield return RegressionForward(10_000);
        yield return NarrowForward(200);
    }

    // Wants two processors: not to be pinned to one.
    private static IEnumerable<Figure> TwoThreads()
    {
        var threads = new TrainingThreads(2);
        yield return WideSgd(128, threads);
        yield return WideAdam(128, threads);
        yield return LargeSgd(128, threads);
        yield return DeepMomentum(800, threads);
        yield return RegressionAdam(10_000, threads);
        yield return WideForward(10_000, threads);
    }

    private static IEnumerable<Figure> OneRow()
    {
        yield return DigitsSgd(1);
        yield return DigitsForward(1);
        yield return WideSgd(1);
        yield return WideForward(1);
        yield return SmallSgd();
        yield return SmallForward();
        yield return XorSgd();
        yield return XorForward();
    }

    // One row a call, one after the other, so that a branch predictor learns less of where a row's zeros are.
    private static IEnumerable<Figure> OneDigit()
    {
        Rows r = Rows.Mnist(1000);
        var sgd = new Sgd(Rate);
        return
        [
            .. OneDigit("784-16-10 sigmoid, MNIST", _digits, new Digits(seed: 1), r, sgd),
            .. OneDigit("784-16-10 sigmoid sparse, MNIST", _digits, new SparseDigits(seed: 1), r, sgd),
            .. OneDigit("784-128-10 ReLU-softmax, MNIST", _wide, new WideDigits(seed: 1), r, sgd),
            .. OneDigit("784-128-10 ReLU-softmax sparse, MNIST", _wide, new SparseWideDigits(seed: 1), r, sgd),
        ];
    }

    private static Figure[] OneDigit(string name, int[] sizes, INetwork network, Rows r, Sgd sgd) =>
    [
        Digit(name, sizes, Work.Step, r, row => network.Train(Input(r, row), Label(r, row), sgd)),
        Digit(name, sizes, Work.Forward, r, row => network.Forward(Input(r, row), Output(r, row))),
    ];

    private static IEnumerable<Figure> Layers()
    {
        const int rows = 128;
        yield return Layer(new Layer24To8(), rows);
        yield return Layer(new Layer32To16(), rows);
        yield return Layer(new Layer128To10(), rows);
        yield return Layer(new Layer100To100(), rows);
        yield return Layer(new Layer784To16(), rows);
        yield return Layer(new Layer784To100(), rows);
        yield return Layer(new Layer784To128(), rows);
        yield return Layer(new Layer512To512(), rows);
        yield return Layer(new Layer784To512(), rows);
    }

    private static Figure Layer(INetwork network, int rows)
    {
        Rows r = Rows.Random(network, rows);
        int[] sizes = [network.InputSize, network.OutputSize];
        return new Figure($"{sizes[0]}-{sizes[1]} identity", Work.Forward, "", r.Count, sizes, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure XorSgd()
    {
        var network = new Xor(seed: 1);
        Rows r = Rows.Random(network, 1);
        var sgd = new Sgd(Rate);
        return new Figure("2-3-1 sigmoid", Work.Step, "SGD", r.Count, _xor, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Targets, sgd);
            }
        });
    }

    private static Figure XorForward()
    {
        var network = new Xor(seed: 1);
        Rows r = Rows.Random(network, 1);
        return new Figure("2-3-1 sigmoid", Work.Forward, "", r.Count, _xor, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure SmallSgd()
    {
        var network = new Small(seed: 1);
        Rows r = Rows.Random(network, 1);
        var sgd = new Sgd(Rate);
        return new Figure("8-32-4 tanh", Work.Step, "SGD", r.Count, _small, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Targets, sgd);
            }
        });
    }

    private static Figure SmallForward()
    {
        var network = new Small(seed: 1);
        Rows r = Rows.Random(network, 1);
        return new Figure("8-32-4 tanh", Work.Forward, "", r.Count, _small, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure NarrowGradient(int rows)
    {
        var network = new Narrow(seed: 1);
        Rows r = Rows.Random(network, rows);
        return new Figure("24-8-2 tanh", Work.Gradient, "", r.Count, _narrow, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.ZeroGradients();
                network.Backward(r.Inputs, r.Targets);
            }
        });
    }

    private static Figure NarrowForward(int rows)
    {
        var network = new Narrow(seed: 1);
        Rows r = Rows.Random(network, rows);
        return new Figure("24-8-2 tanh", Work.Forward, "", r.Count, _narrow, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure RegressionAdam(int rows, TrainingThreads? threads = null)
    {
        var network = new Regression(seed: 1) { Threads = threads };
        Rows r = Rows.Random(network, rows);
        var adam = new Adam(Rate);
        return new Figure("4-32-16-4 tanh", Work.Step, "Adam", r.Count, _regression, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Targets, adam);
            }
        })
        {
            Threads = threads?.Count ?? 1,
        };
    }

    private static Figure RegressionForward(int rows)
    {
        var network = new Regression(seed: 1);
        Rows r = Rows.Random(network, rows);
        return new Figure("4-32-16-4 tanh", Work.Forward, "", r.Count, _regression, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure DigitsSgd(int rows)
    {
        var network = new Digits(seed: 1);
        Rows r = Rows.Random(network, rows);
        var sgd = new Sgd(Rate);
        return new Figure("784-16-10 sigmoid", Work.Step, "SGD", r.Count, _digits, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Labels, sgd);
            }
        });
    }

    private static Figure DigitsForward(int rows)
    {
        var network = new Digits(seed: 1);
        Rows r = Rows.Random(network, rows);
        return new Figure("784-16-10 sigmoid", Work.Forward, "", r.Count, _digits, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure WideSgd(int rows, TrainingThreads? threads = null)
    {
        var network = new WideDigits(seed: 1) { Threads = threads };
        Rows r = Rows.Random(network, rows);
        var sgd = new Sgd(Rate);
        return new Figure("784-128-10 ReLU-softmax", Work.Step, "SGD", r.Count, _wide, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Labels, sgd);
            }
        })
        {
            Threads = threads?.Count ?? 1,
        };
    }

    private static Figure WideAdam(int rows, TrainingThreads? threads = null)
    {
        var network = new WideDigits(seed: 1) { Threads = threads };
        Rows r = Rows.Random(network, rows);
        var adam = new Adam(Rate);
        return new Figure("784-128-10 ReLU-softmax", Work.Step, "Adam", r.Count, _wide, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Labels, adam);
            }
        })
        {
            Threads = threads?.Count ?? 1,
        };
    }

    private static Figure WideForward(int rows, TrainingThreads? threads = null)
    {
        var network = new WideDigits(seed: 1) { Threads = threads };
        Rows r = Rows.Random(network, rows);
        return new Figure("784-128-10 ReLU-softmax", Work.Forward, "", r.Count, _wide, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        })
        {
            Threads = threads?.Count ?? 1,
        };
    }

    private static Figure DeepMomentum(int rows, TrainingThreads? threads = null)
    {
        var network = new DeepDigits(seed: 1) { Threads = threads };
        Rows r = Rows.Random(network, rows);
        var momentum = new Sgd(Rate, momentum: 0.9f);
        return new Figure("784-100-100-10 ReLU-softmax", Work.Step, "momentum", r.Count, _deep, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Labels, momentum);
            }
        })
        {
            Threads = threads?.Count ?? 1,
        };
    }

    private static Figure DeepForward(int rows)
    {
        var network = new DeepDigits(seed: 1);
        Rows r = Rows.Random(network, rows);
        return new Figure("784-100-100-10 ReLU-softmax", Work.Forward, "", r.Count, _deep, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure LargeSgd(int rows, TrainingThreads? threads = null)
    {
        var network = new LargeDigits(seed: 1) { Threads = threads };
        Rows r = Rows.Random(network, rows);
        var sgd = new Sgd(Rate);
        return new Figure("784-512-512-10 ReLU-softmax", Work.Step, "SGD", r.Count, _large, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Train(r.Inputs, r.Labels, sgd);
            }
        })
        {
            Threads = threads?.Count ?? 1,
        };
    }

    private static Figure LargeForward(int rows)
    {
        var network = new LargeDigits(seed: 1);
        Rows r = Rows.Random(network, rows);
        return new Figure("784-512-512-10 ReLU-softmax", Work.Forward, "", r.Count, _large, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(r.Inputs, r.Outputs);
            }
        });
    }

    private static Figure Digit(string network, int[] sizes, Work work, Rows rows, Action<int> call) =>
        new(network, work, work == Work.Step ? "SGD" : "", 1, sizes, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                for (int row = 0; row < rows.Count; row++)
                {
                    call(row);
                }
            }
        })
        {
            CallsPerRun = rows.Count,
        };

    private static ReadOnlySpan<float> Input(Rows rows, int row) => rows.Inputs.AsSpan(row * 784, 784);

    private static ReadOnlySpan<int> Label(Rows rows, int row) => rows.Labels.AsSpan(row, 1);

    private static Span<float> Output(Rows rows, int row) => rows.Outputs.AsSpan(row * 10, 10);
}
