using System;
using System.Linq;
using Spectre.Console;

namespace Mnist;

/// <summary>A progress bar that moves, and digits in their grey values.</summary>
internal sealed class TerminalDisplay : Display
{
    private const int Gap = 2;

    protected override int DigitsSideBySide => Math.Max(1, (AnsiConsole.Profile.Width + Gap) / (Digits.Side + Gap));

    public override void ShowProgress(Training training)
    {
        // Without AutoRefresh there is no second thread that draws, and allocates, while an epoch runs.
        AnsiConsole.Progress()
            .AutoRefresh(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("training", maxValue: Training.Epochs);
                context.Refresh();
                while (training.Epoch < Training.Epochs)
                {
                    training.RunEpoch();
                    bar.Increment(1);
                    bar.Description = $"epoch {training.Epoch,2} of {Training.Epochs}  cost {training.Cost:0.0000}";
                    context.Refresh();
                }
            });
    }

    protected override void Draw(Mistake[] mistakes, Digits digits)
    {
        var grid = new Grid();
        foreach (Mistake _ in mistakes)
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Width = Digits.Side, Padding = new Padding(0, 0, Gap, 0) });
        }

        grid.Columns[^1].Padding = new Padding(0);
        grid.AddRow(mistakes.Select(mistake => Picture(digits.Image(mistake.Index))).ToArray());
        grid.AddRow(mistakes.Select(static mistake => Caption(mistake)).ToArray());
        AnsiConsole.Write(grid);
    }

    // Two pixels a character, one above the other: the upper half block in the colour of the one on the colour of the other.
    private static Paragraph Picture(ReadOnlySpan<float> image)
    {
        var picture = new Paragraph();
        for (int y = 0; y < Digits.Side; y += 2)
        {
            for (int x = 0; x < Digits.Side; x++)
            {
                picture.Append("▀", new Style(Grey(image[(y * Digits.Side) + x]), Grey(image[((y + 1) * Digits.Side) + x])));
            }

            picture.Append("\n");
        }

        return picture;
    }

    private static Paragraph Caption(Mistake mistake) =>
        new Paragraph()
            .Append(mistake.Caption, new Style(Color.Red))
            .Append("\n" + mistake.RunnerUpCaption, new Style(mistake.RunnerUp == mistake.Label ? Color.Green : Color.Grey));

    private static Color Grey(float value)
    {
        byte level = (byte)MathF.Round(255 * value);
        return new Color(level, level, level);
    }
}
