using System;
using System.Linq;
using Backprop;

namespace Mnist;

/// <summary>Lines of plain text, for files and pipes.</summary>
internal sealed class PlainDisplay : Display
{
    private const string Gap = "  ";

    public override bool ShowsTrainMetrics => false;

    protected override int DigitsSideBySide => 3;

    public override TrainingHistory ShowProgress(int epochs, Func<Action<EpochReport>, TrainingHistory> train) => train(epoch =>
    {
        string heldOut = epoch.ValidationAccuracy is { } accuracy ? $"  held-out accuracy {100 * accuracy:0.00} %" : "";
        Console.WriteLine($"epoch {epoch.Epoch,2} of {epochs}  cost {epoch.Cost:0.0000}{heldOut}");
    });

    public override void Abandon()
    {
    }

    protected override void Draw(Prediction[] predictions, Dataset digits)
    {
        string[][] columns = [.. predictions.Select(prediction => (string[])[.. CharacterPicture.Of(digits.Image(prediction.Index)), prediction.Caption, prediction.RunnerUpCaption])];
        Console.WriteLine();
        for (int line = 0; line < columns[0].Length; line++)
        {
            Console.WriteLine(string.Join(Gap, columns.Select(column => column[line].PadRight(Digits.Side))).TrimEnd());
        }
    }
}
