using System;
using System.CommandLine;
using System.IO;

namespace Mnist;

/// <summary>Trains networks on the digits of MNIST, and shows what they learned.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        ParseResult result = CommandLine.Parse(args);
        if (CommandLine.ErrorIn(result) is { } error)
        {
            Console.Error.WriteLine(error);
            return 1;
        }

        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }
}
