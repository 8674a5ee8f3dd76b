namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A method on one data set, over its splits.</summary>
internal sealed record SetResult(
    string Method,
    bool IsPeer,
    string Set,
    Statistic AveragePrecision,
    Statistic TrapezoidalPrecisionRecall,
    Statistic RocArea,
    double FitCpuSeconds,
    double ScoredRowsPerCpuSecond,
    double PeakMegabytes,
    double Rank);

/// <summary>A method over all ranked sets: statistics of its means on each. <c>AveragePrecision.Count</c> is the number of sets.</summary>
internal sealed record OverallResult(
    string Method,
    bool IsPeer,
    Statistic AveragePrecision,
    Statistic TrapezoidalPrecisionRecall,
    Statistic RocArea,
    double FitCpuSeconds,
    double ScoredRowsPerCpuSecond,
    double PeakMegabytes,
    double AverageRank);

/// <summary>Methods side by side on the same data sets, best average rank first.</summary>
/// <remarks>
/// On each set the methods are ranked by their mean average precision, 1 the best; equal ones share the mean of their ranks, and
/// those without a figure share the last ranks. Where there are peers, only sets that peers have run are ranked and count for the
/// overall results, so that the means are over the same sets.
/// </remarks>
internal sealed class Comparison
{
    public Comparison(IReadOnlyCollection<Measurement> measurements)
    {
        Sets = [.. measurements.Select(m => m.Set).Distinct().Order(StringComparer.OrdinalIgnoreCase)];
        HashSet<string> ranked = [.. measurements.Where(m => m.IsPeer).Select(m => m.Set)];
        if (ranked.Count == 0)
            ranked = [.. Sets];
        RankedSets = ranked.Count;

        List<IGrouping<(string Method, bool IsPeer), Measurement>> methods = [.. measurements.GroupBy(m => (m.Method, m.IsPeer))];
        SetResult[] results = [.. Sets.SelectMany(set => Ranked([.. methods.Select(m => OnSet(m.Key.Method, m.Key.IsPeer, set, m))], ranked.Contains(set)))];
        Overall = [.. results.Where(r => ranked.Contains(r.Set)).GroupBy(r => (r.Method, r.IsPeer)).Select(OverAll).OrderBy(r => r.AverageRank)];
        var order = Overall.Select((result, index) => ((result.Method, result.IsPeer), index)).ToDictionary();
        BySet = [.. results.OrderBy(r => r.Set, StringComparer.OrdinalIgnoreCase).ThenBy(r => order[(r.Method, r.IsPeer)])];
    }

    public IReadOnlyList<string> Sets { get; }

    /// <summary>The number of sets that are ranked.</summary>
    public int RankedSets { get; }

    /// <summary>Every method on every set, NaN where it has not been run.</summary>
    public IReadOnlyList<SetResult> BySet { get; }

    public IReadOnlyList<OverallResult> Overall { get; }

    /// <summary>Each method beside another one: differences of average precision on the same sets, means over the splits of each first.</summary>
    /// <param name="reference">The other one.</param>
    public IEnumerable<(OverallResult Method, Statistic Difference, int Better, int Worse)> Against(OverallResult reference)
    {
        var results = BySet.ToLookup(r => (r.Method, r.IsPeer));
        var other = results[(reference.Method, reference.IsPeer)].ToDictionary(r => r.Set, r => r.AveragePrecision.Mean);
        foreach (OverallResult method in Overall.Where(method => method != reference))
        {
            double[] differences =
                [.. results[(method.Method, method.IsPeer)].Select(r => r.AveragePrecision.Mean - other[r.Set]).Where(d => !double.IsNaN(d))];
            yield return (method, Statistic.Of(differences), differences.Count(d => d > 0), differences.Count(d => d < 0));
        }
    }

    /// <summary>The ranks of values, the largest first, as the remarks say.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        double[] comparable = [.. values.Select(value => double.IsNaN(value) ? double.NegativeInfinity : value)];
        return [.. comparable.Select(value => comparable.Count(other => other > value) + (comparable.Count(other => other == value) + 1) / 2.0)];
    }

    private static SetResult OnSet(string method, bool isPeer, string set, IEnumerable<Measurement> runs)
    {
        Measurement[] here = [.. runs.Where(m => m.Set == set)];
        return new SetResult(
            method,
            isPeer,
            set,
            Statistic.Of(here.Select(m => m.AveragePrecision)),
            Statistic.Of(here.Select(m => m.TrapezoidalPrecisionRecall)),
            Statistic.Of(here.Select(m => m.RocArea)),
            Statistic.Of(here.Select(m => m.FitCpuSeconds)).Mean,
            Statistic.Of(here.Select(m => m.ScoredRowsPerCpuSecond)).Mean,
            Statistic.Of(here.Select(m => m.PeakMegabytes)).Maximum,
            Rank: double.NaN);
    }

    private static IEnumerable<SetResult> Ranked(SetResult[] results, bool ranked)
    {
        double[] ranks = Ranks([.. results.Select(r => r.AveragePrecision.Mean)]);
        return results.Select((result, i) => result with { Rank = ranked ? ranks[i] : double.NaN });
    }

    private static OverallResult OverAll(IGrouping<(string Method, bool IsPeer), SetResult> sets) => new(
        sets.Key.Method,
        sets.Key.IsPeer,
        Statistic.Of(sets.Select(s => s.AveragePrecision.Mean)),
        Statistic.Of(sets.Select(s => s.TrapezoidalPrecisionRecall.Mean)),
        Statistic.Of(sets.Select(s => s.RocArea.Mean)),
        Statistic.Of(sets.Select(s => s.FitCpuSeconds)).Mean,
        Statistic.Of(sets.Select(s => s.ScoredRowsPerCpuSecond)).Median,
        Statistic.Of(sets.Select(s => s.PeakMegabytes)).Maximum,
        Statistic.Of(sets.Select(s => s.Rank)).Mean);
}
