using System;
using System.Linq;
using Spectre.Console;

namespace Mnist;

/// <summary>What is shown before and after the report.</summary>
internal abstract class Display
{
    private const int MostMistakes = 6;

    /// <summary>Colours and a live picture on a terminal that can; plain text elsewhere.</summary>
    public static Display ForThisConsole()
    {
        Capabilities console = AnsiConsole.Profile.Capabilities;
        bool canDraw = !Console.IsOutputRedirected && console.Ansi && console.Unicode && console.ColorSystem != ColorSystem.NoColors;
        return canDraw ? new TerminalDisplay() : new PlainDisplay();
    }

    /// <summary>Runs the training and shows how it goes. The display works between the epochs, never inside one.</summary>
    public abstract void ShowProgress(Training training);

    /// <summary>Draws the first few digits that were answered wrong.</summary>
    public void ShowMistakes(Answers answers)
    {
        Mistake[] mistakes = answers.Mistakes.Take(MostMistakes).ToArray();
        foreach (Mistake[] row in mistakes.Chunk(DigitsSideBySide))
        {
            Console.WriteLine();
            Draw(row, answers.Digits);
        }
    }

    /// <summary>How many digits fit beside each other, at least 1.</summary>
    protected abstract int DigitsSideBySide { get; }

    /// <summary>Draws digits side by side with their captions.</summary>
    protected abstract void Draw(Mistake[] mistakes, Digits digits);
}
