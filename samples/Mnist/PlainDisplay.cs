using System;
using System.Linq;

namespace Mnist;

/// <summary>Lines of plain text, for files and pipes.</summary>
internal sealed class PlainDisplay : Display
{
    private const string Greys = " .:-=+*#%@";
    private const string Gap = "  ";

    protected override int DigitsSideBySide => 3;

    public override void ShowProgress(Training training)
    {
        while (training.Epoch < Training.Epochs)
        {
            training.RunEpoch();
            Console.WriteLine($"epoch {training.Epoch,2} of {Training.Epochs}  cost {training.Cost:0.0000}");
        }
    }

    protected override void Draw(Mistake[] mistakes, Digits digits)
    {
        // A character is about twice as high as it is wide: each stands for two pixels, one above the other.
        for (int y = 0; y < Digits.Side; y += 2)
        {
            WriteLine(mistakes, mistake => Line(digits.Image(mistake.Index), y));
        }

        WriteLine(mistakes, static mistake => mistake.Caption);
        WriteLine(mistakes, static mistake => mistake.RunnerUpCaption);
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

    private static void WriteLine(Mistake[] mistakes, Func<Mistake, string> text) =>
        Console.WriteLine(string.Join(Gap, mistakes.Select(mistake => text(mistake).PadRight(Digits.Side))).TrimEnd());
}
