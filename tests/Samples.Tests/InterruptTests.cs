using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Mnist;
using Xunit;

namespace Backprop.Samples.Tests;

public sealed class InterruptTests
{
    private const int SigInt = 2;

    [InterruptFact]
    public void CtrlCEndsTheTrainingWithTheBestEpochAndSavesIt()
    {
        string path = Path.GetTempFileName();
        try
        {
            using Process process = Sample.Start("Mnist", "--network", "large", "--epochs", "100000", "--save", path);
            while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch  2 ", StringComparison.Ordinal))
            {
            }

            int failure = Kill(process.Id, SigInt);
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Sample.WaitForExit(process);

            Assert.Equal(0, failure);
            Assert.Equal("", errors.Result);
            Assert.Equal(0, process.ExitCode);
            Assert.Matches(@"^(epoch .*\n)*stopped; the parameters are those of epoch \d+, the best by held-out accuracy \(9\d\.\d\d %\)\ntest accuracy 9\d", output.Result);
            ParameterFile.Load(new LargeDigitNet(), path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
