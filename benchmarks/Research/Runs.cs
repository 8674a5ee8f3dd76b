using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>Runs what has not been run yet, each in a process of its own, and prints a table of it all.</summary>
internal sealed class Runs(Arguments arguments)
{
    private const int Splits = 5;

    // Seeds of the second pass over the splits; those of the first one are the splits' own, from 42 on.
    private const int SecondSeed = 142;

    private readonly CellFile _file = new(Path.Combine(arguments.OutputFolder, "cells.jsonl"));

    /// <summary>Runs the lines and reports; gives the exit code: 1 where a run has failed, otherwise 0.</summary>
    public int Report(IEnumerable<Line> asked)
    {
        Line[] lines = [.. asked];
        int failed = 0;
        // Run after run, so that an interrupted study has all lines.
        for (int run = 0; run < arguments.Runs; run++)
        {
            foreach (Line line in lines)
            {
                CellKey key = Key(line, run);
                if (_file.Find(key) is { Figures: not null })
                    continue;
                CellOutcome outcome = CellProcess.Run(Path.GetFullPath(line.Folder), key);
                _file.Add(outcome);
                if (outcome.Figures is { } figures)
                    Console.WriteLine($"{line.Set}, {line.Label}, run {run + 1}: AUC-ROC {figures.RocArea:F3}, AP {figures.AveragePrecision:F3}, fit {figures.FitCpuSeconds:F1} s");
                else
                    Console.Error.WriteLine($"{line.Set}, {line.Label}, run {run + 1}: failed, {outcome.Error}");
                failed += outcome.Figures is null ? 1 : 0;
            }
        }
        string title = $"{lines[0].Trainer}, {arguments.Study}";
        var table = new TextTable(title, 2, "set", "variant", "runs", "AUC-ROC", "AP", "paper's AUC-ROC", "fit s");
        foreach (Line line in lines.OrderBy(line => line.Set, StringComparer.OrdinalIgnoreCase))
            Add(table, line);
        Console.WriteLine();
        Console.Write(table.ToText());
        Console.WriteLine("Mean ± standard deviation (n - 1) over the runs. Fit: mean processor time of the training, start-up of libtorch included.");
        File.WriteAllText(Path.Combine(arguments.OutputFolder, arguments.Study + ".md"), table.ToMarkdown());
        return failed > 0 ? 1 : 0;
    }

    private void Add(TextTable table, Line line)
    {
        CellFigures[] figures = [.. Enumerable.Range(0, arguments.Runs).Select(run => _file.Find(Key(line, run))?.Figures).OfType<CellFigures>()];
        Statistic roc = Statistic.Of(figures.Select(f => f.RocArea)), precision = Statistic.Of(figures.Select(f => f.AveragePrecision));
        table.Add(
            line.Set, line.Label, $"{roc.Count}", roc.ToText(), precision.ToText(), double.IsNaN(line.Paper) ? "" : $"{line.Paper:F3}",
            $"{Statistic.Of(figures.Select(f => f.FitCpuSeconds)).Mean:F1}");
    }

    private CellKey Key(Line line, int run)
    {
        string[] seed = run < Splits ? [] : [$"Seed={SecondSeed + run - Splits}"];
        string settings = OptionSettings.Parse([.. line.Settings, .. arguments.Settings, .. seed]).ToString();
        return new CellKey(line.Protocol, line.Set, line.Trainer, settings, run % Splits, Threads: 1, UsesValidation: false);
    }
}
