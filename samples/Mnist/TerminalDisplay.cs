using System;
using System.Collections.Generic;
using System.Linq;
using Backprop;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mnist;

/// <summary>Figures that change in place, and digits in their grey values, or in characters on a console without colours.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console) : Display
{
    private const int Gap = 2;
    private const int WidestCurve = 60;
    private static readonly int LabelWidth = "training accuracy".Length;

    public override bool ShowsTrainMetrics => true;

    protected override int DigitsSideBySide => Math.Max(1, (console.Profile.Width + Gap) / (Digits.Side + Gap));

    private int CurveWidth => Math.Clamp(console.Profile.Width - LabelWidth - Gap, 1, WidestCurve);

    public override TrainingHistory ShowProgress(int epochs, Func<Action<EpochReport>, TrainingHistory> train)
    {
        List<double> costs = [];
        IRenderable figures = Figures(("epoch", $"0 of {epochs}"));

        // No second thread draws, and allocates, while an epoch runs. The live figures are erased and written once more at the end, because Ctrl-C
        // makes the terminal write ^C beside them.
        TrainingHistory history = console.Live(figures).AutoClear(true).Start(context =>
        {
            context.Refresh();
            return train(epoch =>
            {
                costs.Add(epoch.Cost);
                figures = Figures([("epoch", $"{epoch.Epoch} of {epochs}"), .. Measured(epoch), ("cost so far", Sparkline.Of(costs, CurveWidth))]);
                context.UpdateTarget(figures);
            });
        });
        console.Write(figures);
        return history;
    }

    public override void Abandon() => console.Cursor.Show();

    protected override void Draw(Prediction[] predictions, Dataset digits)
    {
        console.WriteLine();
        var grid = new Grid();
        foreach (Prediction _ in predictions)
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Width = Digits.Side, Padding = new Padding(0, 0, Gap, 0) });
        }

        grid.Columns[^1].Padding = new Padding(0);
        grid.AddRow(predictions.Select(prediction => Picture(digits.Image(prediction.Index))).ToArray());
        grid.AddRow(predictions.Select(static prediction => Caption(prediction)).ToArray());
        console.Write(grid);
    }

    private static IEnumerable<(string Label, string Value)> Measured(EpochReport epoch)
    {
        yield return ("cost", $"{epoch.Cost:0.0000}");
        if (epoch.ValidationAccuracy is { } heldOut)
        {
            yield return ("held-out accuracy", $"{100 * heldOut:0.00} %");
        }
        else if (epoch.Accuracy is { } accuracy)
        {
            yield return ("training accuracy", $"{100 * accuracy:0.00} %");
        }

        yield return ("digits a second", $"{epoch.SamplesPerSecond:#,0}");
    }

    private static Grid Figures(params IEnumerable<(string Label, string Value)> figures)
    {
        Grid grid = new Grid()
            .AddColumn(new GridColumn { NoWrap = true, Width = LabelWidth, Padding = new Padding(0, 0, Gap, 0) })
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0) });
        foreach ((string label, string value) in figures)
        {
            grid.AddRow(new Text(label, new Style(Color.Grey)), new Text(value));
        }

        return grid;
    }

    private IRenderable Picture(ReadOnlySpan<float> image) => console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors
        ? new Text(string.Join('\n', CharacterPicture.Of(image)))
        : ColourPicture(image);

    // Two pixels a character, one above the other: the upper half block in the colour of the one on the colour of the other.
    private static Paragraph ColourPicture(ReadOnlySpan<float> image)
    {
        var picture = new Paragraph();
        for (int y = 0; y < Digits.Side; y += 2)
        {
            picture.Append(y > 0 ? "\n" : "");
            for (int x = 0; x < Digits.Side; x++)
            {
                picture.Append("▀", new Style(Grey(image[(y * Digits.Side) + x]), Grey(image[((y + 1) * Digits.Side) + x])));
            }
        }

        return picture;
    }

    private static Paragraph Caption(Prediction prediction) =>
        new Paragraph()
            .Append(prediction.Caption, new Style(prediction.IsRight ? Color.Green : Color.Red))
            .Append("\n" + prediction.RunnerUpCaption, new Style(prediction.RunnerUp == prediction.Label ? Color.Green : Color.Grey));

    private static Color Grey(float value)
    {
        byte level = (byte)MathF.Round(255 * value);
        return new Color(level, level, level);
    }
}
