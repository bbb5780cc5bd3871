using Backprop.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

if (args is ["rivals"])
{
    RivalFigures.Print();
}
else
{
    IConfig config = DefaultConfig.Instance.WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60));
    BenchmarkSwitcher.FromAssembly(typeof(Case).Assembly).Run(args, config);
}
