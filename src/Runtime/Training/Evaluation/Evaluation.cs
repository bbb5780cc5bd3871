using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Backprop.Training;

namespace Backprop;

/// <summary>How well a network does on some rows. It prints itself.</summary>
/// <remarks>
/// <para>
/// The rows have classes if they have labels; if their targets are one-hot and the outputs a softmax or sigmoids; or if the only target is 0
/// or 1 and the only output a sigmoid, which says 1 above ½. Otherwise it is a regression.
/// </para>
/// <para>
/// The definitions are those of scikit-learn's <c>accuracy_score</c>, <c>precision_recall_fscore_support</c> and <c>confusion_matrix</c> with
/// <c>zero_division=0</c> (a class that is neither among the rows nor among the predictions does not count in the macro average), and of <c>mean_squared_error</c>, <c>mean_absolute_error</c> and <c>r2_score</c> with the uniform average over
/// the outputs (Pedregosa et al., "Scikit-learn: machine learning in Python", 2011; user guide, "Metrics and scoring").
/// </para>
/// </remarks>
public sealed class Evaluation
{
    // A wider matrix does not fit into a terminal.
    private const int MostPrintedClasses = 20;

    internal Evaluation(int count, double cost, ConfusionMatrix confusion)
    {
        Count = count;
        Cost = cost;
        ConfusionMatrix = confusion;
        Accuracy = (double)confusion.Correct / count;
        Classes = [.. Enumerable.Range(0, confusion.ClassCount).Select(confusion.Score)];
        ClassScore[] occurring = [.. Classes.Where((_, index) => confusion.Occurs(index))];
        MacroAverage = new ClassScore(
            "macro average", occurring.Average(static score => score.Precision), occurring.Average(static score => score.Recall), occurring.Average(static score => score.F1), count);
        Outputs = [];
    }

    internal Evaluation(int count, double cost, OutputScore[] outputs)
    {
        Count = count;
        Cost = cost;
        Classes = [];
        Outputs = outputs;
        MeanSquaredError = outputs.Average(static score => score.MeanSquaredError);
        MeanAbsoluteError = outputs.Average(static score => score.MeanAbsoluteError);
        R2 = outputs.Average(static score => score.R2);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The mean cost of a row, times its weight if it has one, whatever the network's <see cref="Reduction"/>.</summary>
    public double Cost { get; }

    /// <summary>Of rows with classes, the share whose class the network tells, 0 … 1; null in a regression.</summary>
    public double? Accuracy { get; }

    /// <summary>How well the network tells each class; empty in a regression.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>The means over the classes that rows are of, or are said to be of, each class counting the same; null in a regression.</summary>
    public ClassScore? MacroAverage { get; }

    /// <summary>Which class is taken for which; null in a regression.</summary>
    public ConfusionMatrix? ConfusionMatrix { get; }

    /// <summary>In a regression, how far each output is from its targets; empty for classes.</summary>
    public IReadOnlyList<OutputScore> Outputs { get; }

    /// <summary>In a regression, the mean squared error, a mean over rows and outputs; null for classes.</summary>
    public double? MeanSquaredError { get; }

    /// <summary>In a regression, the mean absolute error, a mean over rows and outputs; null for classes.</summary>
    public double? MeanAbsoluteError { get; }

    /// <summary>In a regression, the mean over the outputs of their coefficients of determination; null for classes.</summary>
    public double? R2 { get; }

    /// <summary>The figures, a table of classes or outputs, and the confusion matrix of up to 20 classes.</summary>
    /// <returns>Several lines of text.</returns>
    public override string ToString() => Accuracy is { } accuracy ? PrintClasses(accuracy) : PrintOutputs();

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private string PrintClasses(double accuracy)
    {
        TextTable table = new("class", "precision", "recall", "F1", "rows") { Names = [0] };
        foreach (ClassScore score in Classes.Append(MacroAverage!.Value))
        {
            table.Add(score.Name, Number(score.Precision), Number(score.Recall), Number(score.F1), score.Count.ToString(CultureInfo.InvariantCulture));
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Quantity.Of(Count, "row")}, cost {TextTable.Format(Cost)}, accuracy {Number(accuracy)}\n\n{table}");
        if (Classes.Count <= MostPrintedClasses)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{ConfusionMatrix}");
        }

        return text.ToString().TrimEnd('\n');
    }

    private string PrintOutputs()
    {
        TextTable table = new("output", "MSE", "MAE", "R²") { Names = [0] };
        foreach (OutputScore score in Outputs)
        {
            table.Add(score.Name, TextTable.Format(score.MeanSquaredError), TextTable.Format(score.MeanAbsoluteError), Number(score.R2));
        }

        if (Outputs.Count > 1)
        {
            table.Add("mean", TextTable.Format(MeanSquaredError!.Value), TextTable.Format(MeanAbsoluteError!.Value), Number(R2!.Value));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Quantity.Of(Count, "row")}, cost {TextTable.Format(Cost)}\n\n{table}").TrimEnd('\n');
    }
}
