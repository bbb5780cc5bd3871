using System;
using System.Linq;
using Backprop;

namespace Mnist;

/// <summary>Lines of plain text, for files and pipes.</summary>
internal sealed class PlainDisplay : Display
{
    private const string Greys = " .:-=+*#%@";
    private const string Gap = "  ";

    public override bool ShowsTrainMetrics => false;

    protected override int DigitsSideBySide => 3;

    public override TrainingHistory ShowProgress(int epochs, Func<Action<EpochReport>, TrainingHistory> train) => train(epoch =>
    {
        string heldOut = epoch.ValidationAccuracy is { } accuracy ? $"  held-out accuracy {100 * accuracy:0.00} %" : "";
        Console.WriteLine($"epoch {epoch.Epoch,2} of {epochs}  cost {epoch.Cost:0.0000}{heldOut}");
    });

    protected override void Draw(Prediction[] predictions, Dataset digits)
    {
        // A character is about twice as high as it is wide: each stands for two pixels, one above the other.
        for (int y = 0; y < Digits.Side; y += 2)
        {
            WriteLine(predictions, prediction => Line(digits.Image(prediction.Index), y));
        }

        WriteLine(predictions, static prediction => prediction.Caption);
        WriteLine(predictions, static prediction => prediction.RunnerUpCaption);
    }

    private static string Line(ReadOnlySpan<float> image, int y)
    {
        Span<char> line = stackalloc char[Digits.Side];
        for (int x = 0; x < line.Length; x++)
        {
            float grey = (image[(y * Digits.Side) + x] + image[((y + 1) * Digits.Side) + x]) / 2;
            line[x] = Greys[(int)MathF.Round(grey * (Greys.Length - 1))];
        }

        return new string(line);
    }

    private static void WriteLine(Prediction[] predictions, Func<Prediction, string> text) =>
        Console.WriteLine(string.Join(Gap, predictions.Select(prediction => text(prediction).PadRight(Digits.Side))).TrimEnd());
}
