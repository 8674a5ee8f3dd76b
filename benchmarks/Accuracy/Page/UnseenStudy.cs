using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>What detectors make of anomalies of a class that was not among those trained on, beside those of the class that was.</summary>
internal static class UnseenStudy
{
    private const string Seen = "-seen", Unseen = "-unseen";

    /// <summary>A line for each trainer that has been run on all pairs of sets that any has been run on; null where there is none.</summary>
    public static TextTable? Table(IReadOnlyCollection<CellOutcome> cells)
    {
        CellOutcome[] run = [.. cells.Where(cell => cell.Key.Protocol == UnseenSets.Protocol && cell.Key.Settings == "")];
        (string Set, int Seed)[] tasks = [.. run.Select(cell => (cell.Key.Set, cell.Key.Seed)).Distinct()];
        string[] names = [.. tasks.Where(task => task.Set.EndsWith(Seen, StringComparison.Ordinal)).Select(task => task.Set[..^Seen.Length]).Distinct().Order(StringComparer.Ordinal)];
        int[] seeds = [.. tasks.Select(task => task.Seed).Distinct().Order()];
        var table = new TextTable(
            $"An unseen kind of anomaly ({string.Join(", ", names)}; splits {string.Join(", ", seeds)})", 1,
            "method", "AUC-ROC, seen", "AUC-ROC, unseen", "AP, seen", "AP, unseen");
        var lines = new List<(string Trainer, CellFigures[] Seen, CellFigures[] Unseen)>();
        foreach (IGrouping<string, CellOutcome> trainer in run.GroupBy(cell => cell.Key.Trainer))
        {
            if (trainer.Select(cell => (cell.Key.Set, cell.Key.Seed)).Distinct().Count() == tasks.Length)
                lines.Add((trainer.Key, Figures(trainer, Seen), Figures(trainer, Unseen)));
        }
        foreach ((string trainer, CellFigures[] seen, CellFigures[] unseen) in lines.OrderByDescending(line => line.Unseen.Average(f => f.RocArea)))
        {
            table.Add(
                trainer, Number(seen.Average(f => f.RocArea)), Number(unseen.Average(f => f.RocArea)), Number(seen.Average(f => f.AveragePrecision)),
                Number(unseen.Average(f => f.AveragePrecision)));
        }
        return lines.Count > 0 ? table : null;
    }

    private static CellFigures[] Figures(IEnumerable<CellOutcome> cells, string ending) =>
        [.. cells.Where(cell => cell.Key.Set.EndsWith(ending, StringComparison.Ordinal)).Select(cell => cell.Figures!)];

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
