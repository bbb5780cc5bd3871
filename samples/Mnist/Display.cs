using System;
using System.Collections.Generic;
using System.Linq;
using Backprop;
using Spectre.Console;

namespace Mnist;

/// <summary>What is shown of a training and of the predictions.</summary>
internal abstract class Display
{
    /// <summary>Colours and a live picture on a terminal that can; plain text elsewhere.</summary>
    public static Display ForThisConsole()
    {
        Capabilities console = AnsiConsole.Profile.Capabilities;
        bool canDraw = !Console.IsOutputRedirected && console.Ansi && console.Unicode && console.ColorSystem != ColorSystem.NoColors;
        return canDraw ? new TerminalDisplay(AnsiConsole.Console) : new PlainDisplay();
    }

    /// <summary>Whether it shows the accuracy of each epoch, also if no digits are held out.</summary>
    public abstract bool ShowsTrainMetrics { get; }

    /// <summary>Runs a training and shows how it goes. The display works between the epochs, never inside one.</summary>
    /// <param name="epochs">The epochs that are planned.</param>
    /// <param name="train">The training, which is to tell of each epoch.</param>
    public abstract TrainingHistory ShowProgress(int epochs, Func<Action<EpochReport>, TrainingHistory> train);

    /// <summary>Draws digits with what the network took them for.</summary>
    public void ShowDigits(IEnumerable<Prediction> predictions, Dataset digits)
    {
        foreach (Prediction[] row in predictions.Chunk(DigitsSideBySide))
        {
            Console.WriteLine();
            Draw(row, digits);
        }
    }

    /// <summary>How many digits fit beside each other, at least 1.</summary>
    protected abstract int DigitsSideBySide { get; }

    /// <summary>Draws digits side by side with their captions.</summary>
    protected abstract void Draw(Prediction[] predictions, Dataset digits);
}
