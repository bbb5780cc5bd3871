using System;
using System.Collections.Generic;
using System.Linq;
using Backprop;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mnist;

/// <summary>Figures that change in place, and digits in their grey values.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console) : Display
{
    private const int Gap = 2;
    private const int CurveWidth = 60;

    public override bool ShowsTrainMetrics => true;

    protected override int DigitsSideBySide => Math.Max(1, (console.Profile.Width + Gap) / (Digits.Side + Gap));

    public override TrainingHistory ShowProgress(int epochs, Func<Action<EpochReport>, TrainingHistory> train)
    {
        List<double> costs = [];

        // No second thread draws, and allocates, while an epoch runs.
        return console.Live(new Text($"epoch 1 of {epochs}")).Start(context => train(epoch =>
        {
            costs.Add(epoch.Cost);
            context.UpdateTarget(Figures(epoch, epochs, costs));
            context.Refresh();
        }));
    }

    protected override void Draw(Prediction[] predictions, Dataset digits)
    {
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

    private static Grid Figures(EpochReport epoch, int epochs, List<double> costs)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        Add("epoch", $"{epoch.Epoch} of {epochs}");
        Add("cost", $"{epoch.Cost:0.0000}");
        if (epoch.ValidationAccuracy is { } heldOut)
        {
            Add("held-out accuracy", $"{100 * heldOut:0.00} %");
        }
        else if (epoch.Accuracy is { } accuracy)
        {
            Add("training accuracy", $"{100 * accuracy:0.00} %");
        }

        Add("digits a second", $"{epoch.SamplesPerSecond:#,0}");
        Add("cost so far", Sparkline.Of(costs, CurveWidth));
        return grid;

        void Add(string name, string value) => grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
    }

    // Two pixels a character, one above the other: the upper half block in the colour of the one on the colour of the other.
    private static IRenderable Picture(ReadOnlySpan<float> image)
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

    private static IRenderable Caption(Prediction prediction) =>
        new Paragraph()
            .Append(prediction.Caption, new Style(prediction.IsRight ? Color.Green : Color.Red))
            .Append("\n" + prediction.RunnerUpCaption, new Style(prediction.RunnerUp == prediction.Label ? Color.Green : Color.Grey));

    private static Color Grey(float value)
    {
        byte level = (byte)MathF.Round(255 * value);
        return new Color(level, level, level);
    }
}
