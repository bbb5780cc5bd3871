using System;
using System.Collections.Generic;
using System.Globalization;
using Backprop.Figures;

namespace Backprop.Benchmarks;

/// <summary>The rivals alone, measured as <c>Backprop.Figures</c> measures the generated networks: separated by tabs, microseconds.</summary>
internal static class RivalFigures
{
    public static void Print()
    {
        List<(Case Case, string Rival, Figure Figure)> rows = [];
        foreach (Case work in Cases.Training)
        {
            Contest contest = work.Prepare();
            contest.DemandAgreementOfSteps();
            foreach ((string name, IRival rival) in contest.Rivals)
            {
                rows.Add((work, name, Figure(work, Work.Step, () => contest.Train(rival))));
            }
        }

        foreach (Case work in Cases.Forward)
        {
            foreach ((string name, IRival rival) in work.Prepare().Rivals)
            {
                rows.Add((work, name, Figure(work, Work.Forward, () => rival.Forward())));
            }
        }

        Measurement.WarmUp(rows.ConvertAll(static row => row.Figure).ToArray());
        foreach ((Case work, string name, Figure figure) in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}\t{work.Network}\t{work.Work}\t{work.RowCount}\t{Measurement.Of(figure).Seconds * 1e6:0.0000}"));
        }
    }

    private static Figure Figure(Case work, Work kind, Action call) =>
        new(work.Network, kind, "", work.RowCount, work.Shape.Sizes, calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                call();
            }
        });
}
