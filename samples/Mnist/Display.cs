using System;
using System.Collections.Generic;
using System.Linq;
using Backprop;
using Spectre.Console;

namespace Mnist;

/// <summary>What is shown of a training and of the predictions.</summary>
internal abstract class Display
{
    /// <summary>Figures that change in place on a terminal that can, with colours if it has them; plain text elsewhere.</summary>
    /// <param name="console">The console.</param>
    /// <param name="isRedirected">Whether its output goes to a file or a pipe.</param>
    public static Display For(IAnsiConsole console, bool isRedirected)
    {
        IReadOnlyCapabilities capabilities = console.Profile.Capabilities;
        return !isRedirected && capabilities.Ansi && capabilities.Unicode ? new TerminalDisplay(console) : new PlainDisplay();
    }

    /// <summary>Whether it shows the accuracy of each epoch, also if no digits are held out.</summary>
    public abstract bool ShowsTrainMetrics { get; }

    /// <summary>Runs a training and shows how it goes. The display works between the epochs, never inside one.</summary>
    /// <param name="epochs">The epochs that are planned.</param>
    /// <param name="train">The training, which is to tell of each epoch.</param>
    public abstract TrainingHistory ShowProgress(int epochs, Func<Action<EpochReport>, TrainingHistory> train);

    /// <summary>Leaves the console as it was, before the program ends in the middle of <see cref="ShowProgress"/>.</summary>
    public abstract void Abandon();

    /// <summary>Draws digits with what the network took them for.</summary>
    public void ShowDigits(IEnumerable<Prediction> predictions, Dataset digits)
    {
        foreach (Prediction[] row in predictions.Chunk(DigitsSideBySide))
        {
            Draw(row, digits);
        }
    }

    /// <summary>How many digits fit beside each other, at least 1.</summary>
    protected abstract int DigitsSideBySide { get; }

    /// <summary>Draws digits side by side with their captions, below an empty line.</summary>
    protected abstract void Draw(Prediction[] predictions, Dataset digits);
}
