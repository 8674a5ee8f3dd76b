using System.Globalization;
using System.Text;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>The comparison in words and tables.</summary>
/// <param name="comparison">What is compared.</param>
/// <param name="subject">What was run.</param>
/// <param name="first">The method that the others are measured against; the best one where there is no such.</param>
internal sealed class Report(Comparison comparison, string subject, string first = "")
{
    private const string Notes = """
        AP: average precision, the area under the precision-recall curve by step interpolation. AUC-PR: the same by trapezoids, with
        the end point recall 0, precision 1. Mean and standard deviation (n - 1) over the splits; over all sets, the mean of the
        sets' means. Rank: by AP on each set, 1 the best, a method without a figure behind the others. A peer is another
        program, measured elsewhere. Fit: processor time of the training, with scaling and start-up of libtorch (mean of the sets).
        Rows/s: test rows of split 0 scored per second of processor time, warm (median of the sets). Memory: the process's peak (largest of
        the sets). Training rows are the unlabelled ones and the labelled anomalies, features scaled to [0, 1] by their ranges
        there. Validation rows, with true labels, are seen only where the method says so; peers do as they please.
        """;

    public string ToText() => string.Join('\n', Tables().Select(table => table.ToText()).Prepend(subject + "\n").Append(Notes + "\n"));

    public string ToMarkdown() =>
        string.Join('\n', Tables().Select(table => table.ToMarkdown()).Prepend($"# {subject}\n").Append(Notes + "\n"));

    /// <summary>A line for each method on each set, then a line for each method over all sets, with full digits.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("dataset,method,peer,runs,ap_mean,ap_std,auc_pr_trapezoid_mean,auc_pr_trapezoid_std,auc_roc_mean,auc_roc_std,fit_cpu_s,score_rows_per_cpu_s,peak_mb,rank\n");
        foreach (SetResult r in comparison.BySet)
            Append(r.Set, r.Method, r.IsPeer, r.AveragePrecision, r.TrapezoidalPrecisionRecall, r.RocArea, [r.FitCpuSeconds, r.ScoredRowsPerCpuSecond, r.PeakMegabytes, r.Rank]);
        foreach (OverallResult r in comparison.Overall)
            Append("all", r.Method, r.IsPeer, r.AveragePrecision, r.TrapezoidalPrecisionRecall, r.RocArea, [r.FitCpuSeconds, r.ScoredRowsPerCpuSecond, r.PeakMegabytes, r.AverageRank]);
        return text.ToString();

        void Append(string set, string method, bool isPeer, Statistic precision, Statistic trapezoidal, Statistic roc, double[] others)
        {
            double[] numbers = [precision.Mean, precision.Deviation, trapezoidal.Mean, trapezoidal.Deviation, roc.Mean, roc.Deviation, .. others];
            string[] words = [set, method, isPeer ? "1" : "0", precision.Count.ToString(CultureInfo.InvariantCulture)];
            text.Append(Csv.Join([.. words, .. numbers.Select(n => double.IsNaN(n) ? "" : n.ToString("R", CultureInfo.InvariantCulture))])).Append('\n');
        }
    }

    private IEnumerable<TextTable> Tables()
    {
        yield return EachSet();
        if (comparison.Overall.Count > 1)
            yield return PrecisionBySet();
        yield return AllSets();
        if (comparison.Overall.Count > 1)
            yield return Differences();
    }

    private TextTable Differences()
    {
        OverallResult reference = comparison.Overall.FirstOrDefault(r => r.Method == first && !r.IsPeer) ?? comparison.Overall[0];
        var table = new TextTable($"AP less that of {Name(reference)}, on the same sets", 1, "method", "sets", "difference", "standard error", "better:worse");
        foreach ((OverallResult method, Statistic difference, int better, int worse) in comparison.Against(reference))
            table.Add(Name(method), Count(difference.Count), Number(difference.Mean, "F4"), Number(difference.Deviation / Math.Sqrt(difference.Count), "F4"), $"{better}:{worse}");
        return table;
    }

    private TextTable EachSet()
    {
        var table = new TextTable("Each set", 2, "set", "method", "runs", "AP", "AUC-PR", "AUC-ROC", "fit s", "rows/s", "memory MB");
        foreach (SetResult r in comparison.BySet.Where(r => !r.IsPeer && r.AveragePrecision.Count > 0))
        {
            table.Add(
                r.Set, r.Method, Count(r.AveragePrecision.Count),
                r.AveragePrecision.ToText(), r.TrapezoidalPrecisionRecall.ToText(), r.RocArea.ToText(),
                Number(r.FitCpuSeconds, "F2"), Number(r.ScoredRowsPerCpuSecond, "F0"), Number(r.PeakMegabytes, "F0"));
        }
        return table;
    }

    private TextTable PrecisionBySet()
    {
        var table = new TextTable(comparison.RankedSets == comparison.Sets.Count ? "AP by set" : "AP by set (mean: of the sets that peers have run)", 1, ["method", .. comparison.Sets, "mean"]);
        var results = comparison.BySet.ToLookup(r => (r.Method, r.IsPeer));
        foreach (OverallResult overall in comparison.Overall)
            table.Add([Name(overall), .. results[(overall.Method, overall.IsPeer)].Select(r => Number(r.AveragePrecision.Mean, "F3")), Number(overall.AveragePrecision.Mean, "F3")]);
        return table;
    }

    private TextTable AllSets()
    {
        string title = comparison.RankedSets == comparison.Sets.Count ? "All sets" : $"All sets that peers have run ({comparison.RankedSets} of {comparison.Sets.Count})";
        var table = new TextTable(title, 1, "method", "sets", "AP", "rank", "AUC-PR", "AUC-ROC", "fit s", "rows/s", "memory MB");
        foreach (OverallResult r in comparison.Overall)
        {
            table.Add(
                Name(r), Count(r.AveragePrecision.Count), Number(r.AveragePrecision.Mean, "F3"), Number(r.AverageRank, "F2"),
                Number(r.TrapezoidalPrecisionRecall.Mean, "F3"), Number(r.RocArea.Mean, "F3"),
                Number(r.FitCpuSeconds, "F2"), Number(r.ScoredRowsPerCpuSecond, "F0"), Number(r.PeakMegabytes, "F0"));
        }
        return table;
    }

    private static string Name(OverallResult result) => result.IsPeer ? $"{result.Method} [peer]" : result.Method;

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string format) =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
