using Backprop.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["rivals"])
{
    RivalFigures.Print();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Case).Assembly).Run(args);
}
