using System;
using System.Globalization;
using Backprop;
using Backprop.Numerics;
using Backprop.Probe;
using Backprop.Probe.Combinations;

// Run by tests as a child process, under switches that only a process of its own can have. Prints first what is live, so that a
// switch without effect cannot go unnoticed.
Console.WriteLine($"widths {(VectorWidth.Is512Live ? "512 " : string.Empty)}{(VectorWidth.Is256Live ? "256 " : string.Empty)}{(VectorWidth.Is128Live ? "128 " : string.Empty)}{(VectorWidth.IsFusedMultiplyAddLive ? "fma" : "no-fma")}");
switch (args)
{
    case ["widths"]:
        return 0;
    case ["bits"]:
        Bits.Print(null);
        return 0;
    case ["bits", "--threads", string count]:
        // On all of them, however small the work.
        using (TrainingThreads threads = new(int.Parse(count, CultureInfo.InvariantCulture)) { LeastWork = 0, LeastShareRows = 0 })
        {
            Bits.Print(threads);
        }

        return 0;
    case ["allocations"]:
        Allocations.Print();
        return 0;
    case ["combinations"]:
        CombinedTrainings.Print();
        return 0;
    default:
        Console.Error.WriteLine("expected widths, bits [--threads count], allocations or combinations");
        return 1;
}
