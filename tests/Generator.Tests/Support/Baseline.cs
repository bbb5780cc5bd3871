using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace Backprop.Generator.Tests.Support;

/// <summary>
/// Texts that a person has read and found good. They lie beside their test, as <c>{Class}.{Method}#{Name}.verified.{cs|txt}</c>; a
/// difference leaves a <c>received</c> file beside them. <c>BACKPROP_ACCEPT=1</c> in the environment accepts whatever comes.
/// </summary>
internal static class Baseline
{
    private static bool Accepts => Environment.GetEnvironmentVariable("BACKPROP_ACCEPT") == "1";

    /// <param name="name">What is told apart within one test; for an emitted file, its name without <c>.cs</c>.</param>
    /// <param name="text">What came.</param>
    /// <param name="extension"><c>cs</c> or <c>txt</c>.</param>
    /// <param name="file">The test's file.</param>
    /// <param name="method">The test's name.</param>
    public static void Verify(string name, string text, string extension, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}#{name}");
        string verified = $"{stem}.verified.{extension}";
        string received = $"{stem}.received.{extension}";
        text = Normalise(text);
        if (File.Exists(verified) && Normalise(File.ReadAllText(verified)) == text)
        {
            File.Delete(received);
            return;
        }

        if (Accepts)
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        throw new XunitException(
            $"{received}\ndiffers from\n{verified}\n{FirstDifference(verified, text)}\nIf it is as it should be, run the tests with BACKPROP_ACCEPT=1.");
    }

    private static string FirstDifference(string verified, string text)
    {
        string[] expected = File.Exists(verified) ? Normalise(File.ReadAllText(verified)).Split('\n') : Array.Empty<string>();
        string[] actual = text.Split('\n');
        for (int i = 0; ; i++)
        {
            string? old = i < expected.Length ? expected[i] : null;
            string? now = i < actual.Length ? actual[i] : null;
            if (old != now)
            {
                return $"first in line {i + 1}:\n- {old ?? "(end)"}\n+ {now ?? "(end)"}";
            }
        }
    }

    private static string Normalise(string text) => text.Replace("\r\n", "\n");
}
