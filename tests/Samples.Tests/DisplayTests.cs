using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Mnist;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit;

namespace Backprop.Samples.Tests;

public sealed class DisplayTests
{
    private const string ShowCursor = "\e[?25h";
    private const string EraseLine = "\e[2K";

    [Fact]
    public void FiguresOfEachEpochTakeThePlaceOfThoseBefore()
    {
        TestConsole console = Terminal(width: 80);

        string[] frames = Show(
            console,
            new EpochReport { Epoch = 1, Cost = 0.25, Accuracy = 0.9, SamplesPerSecond = 123_456 },
            new EpochReport { Epoch = 2, Cost = 0.125, ValidationAccuracy = 0.95123, SamplesPerSecond = 1_234_567 });

        Assert.Equal("epoch              0 of 2", frames[0]);
        Assert.Equal(
            """
            epoch              1 of 2
            cost               0.2500
            training accuracy  90.00 %
            digits a second    123,456
            cost so far        ▁
            """,
            frames[1]);
        Assert.Equal(
            """
            epoch              2 of 2
            cost               0.1250
            held-out accuracy  95.12 %
            digits a second    1,234,567
            cost so far        █▁
            """,
            frames[2]);

        // Whatever else stood in these lines, ^C for instance, is erased before the last figures are left there.
        string end = console.Output[console.Output.IndexOf(EraseLine, StringComparison.Ordinal)..];
        Assert.Equal(5, end.Split(EraseLine).Length - 1);
        Assert.Equal(frames[2], Text(end[end.IndexOf(ShowCursor, StringComparison.Ordinal)..]));
    }

    [Theory]
    [InlineData(200, 60)]
    [InlineData(40, 21)]
    [InlineData(28, 9)]
    public void TheCurveFitsBesideItsName(int width, int curve)
    {
        EpochReport[] reports = [.. Enumerable.Range(1, 100).Select(static epoch => new EpochReport { Epoch = epoch, Cost = 1.0 / epoch })];

        string frame = Show(Terminal(width), reports)[^1];

        Assert.Equal(curve, frame.Count(static character => character is >= '▁' and <= '█'));
        Assert.All(frame.Split('\n'), line => Assert.InRange(line.Length, 1, width));
    }

    [Theory]
    [InlineData(28, 1)]
    [InlineData(57, 1)]
    [InlineData(58, 2)]
    public void DigitsStandSideBySideWhereTheyFit(int width, int expected)
    {
        TestConsole console = Terminal(width);

        Display.For(console, isRedirected: false).ShowDigits([Seven, Seven], Sevens);

        string captions = string.Join("  ", Enumerable.Repeat($"{Seven.Caption,-Digits.Side}", expected)).TrimEnd();
        string[] lines = Text(console.Output).Split('\n');
        Assert.Equal(2 / expected, lines.Count(line => line == captions));
        Assert.Equal(2 * Digits.Pixels / 2, console.Output.Count(static character => character == '▀'));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    // So Spectre.Console reads NO_COLOR.
    [Fact]
    public void WithoutColoursFiguresMoveAndDigitsAreCharacters()
    {
        TestConsole console = Terminal(width: 80).Colors(ColorSystem.NoColors);

        Display display = Display.For(console, isRedirected: false);
        Assert.IsType<TerminalDisplay>(display);
        display.ShowProgress(1, Reporting(static () => { }, new EpochReport { Epoch = 1, Cost = 0.5 }));
        display.ShowDigits([Seven], Sevens);

        Assert.Contains(EraseLine, console.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\e\[[0-9;]*m", console.Output);
        Assert.Equal(Digits.Pixels / 2, console.Output.Count(static character => character == '@'));
    }

    [Fact]
    public void OutputThatGoesElsewhereIsPlain()
    {
        Assert.IsType<TerminalDisplay>(Display.For(Terminal(width: 80), isRedirected: false));
        Assert.IsType<PlainDisplay>(Display.For(Terminal(width: 80), isRedirected: true));
        Assert.IsType<PlainDisplay>(Display.For(Terminal(width: 80).SupportsAnsi(false), isRedirected: false));
        Assert.IsType<PlainDisplay>(Display.For(Terminal(width: 80).SupportsUnicode(false), isRedirected: false));
    }

    [Fact]
    public void AbandonedInTheMiddleItShowsTheCursor()
    {
        TestConsole console = Terminal(width: 80);
        Display display = Display.For(console, isRedirected: false);
        display.ShowProgress(1, Reporting(
            () =>
            {
                Assert.DoesNotContain(ShowCursor, console.Output, StringComparison.Ordinal);
                display.Abandon();
                Assert.EndsWith(ShowCursor, console.Output, StringComparison.Ordinal);
            }));
    }

    /// <summary>Two white pictures.</summary>
    private static Dataset Sevens { get; } = Dataset.FromLabels([.. Enumerable.Repeat(1f, 2 * Digits.Pixels)], Digits.Pixels, [7, 7], Digits.Classes);

    private static Prediction Seven { get; } = new(Index: 0, Label: 7, Seen: 1, SeenOutput: 0.5f, RunnerUp: 7, RunnerUpOutput: 0.25f);

    private static TestConsole Terminal(int width) =>
        new TestConsole().SupportsAnsi(true).SupportsUnicode(true).Colors(ColorSystem.TrueColor).Width(width).EmitAnsiSequences();

    /// <summary>What is to be seen before the first epoch, and after each.</summary>
    private static string[] Show(TestConsole console, params EpochReport[] reports)
    {
        List<string> frames = [];
        int length = 0;
        Display.For(console, isRedirected: false).ShowProgress(reports.Length, Reporting(
            () =>
            {
                frames.Add(Text(console.Output[length..]));
                length = console.Output.Length;
            },
            reports));
        return [.. frames];
    }

    /// <summary>A training that consists of its reports.</summary>
    /// <param name="look">Called before the first, and after each.</param>
    /// <param name="reports">The reports.</param>
    private static Func<Action<EpochReport>, TrainingHistory> Reporting(Action look, params EpochReport[] reports) => show =>
    {
        look();
        foreach (EpochReport report in reports)
        {
            show(report);
            look();
        }

        return new DigitNet().Fit(Sevens, new FitOptions { Epochs = 1 });
    };

    /// <summary>The text without its sequences for the terminal, and without blanks at the ends of lines.</summary>
    private static string Text(string output) =>
        Regex.Replace(Regex.Replace(output, @"\e\[[0-9;?]*[A-Za-z]|\r", ""), " +$", "", RegexOptions.Multiline).Trim('\n');
}
