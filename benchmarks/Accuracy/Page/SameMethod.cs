using System.Globalization;
using static System.FormattableString;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>Each trainer beside another program's form of it, on the splits that both have been run on.</summary>
internal sealed class SameMethod(Comparison comparison)
{
    // What is closer than this is not worth a word.
    private const double Noticeable = 0.02;

    // Of trainers and of programs, by the beginnings of their names; and whether the trainer is one for comparison.
    private static readonly (string Trainer, string Program, bool IsForComparison)[] Forms =
    [
        ("DeepSad", "DeepSAD", true), ("DevNet", "DevNet", true), ("PReNet", "PReNet", true), ("Feawad", "FEAWAD", true), ("Rosas", "RoSAS", true),
        ("RandomizedPca", "PCA", false), ("MultiNormalPrototypes", "MNPWAD", false),
    ];

    private readonly Pair[] _pairs =
    [
        .. from form in Forms
           from mine in comparison.Overall
           where !mine.IsPeer && mine.Method == form.Trainer
           from theirs in comparison.Overall
           where theirs.IsPeer && theirs.Method.StartsWith(form.Program, StringComparison.Ordinal)
           select new Pair(mine, theirs, form.IsForComparison, [.. OnSets(comparison, mine, theirs)]),
    ];

    public TextTable Table()
    {
        var table = new TextTable("The same method by another program, on the same splits", 2, "trainer", "program", "sets", "AP", "its AP", "difference", "standard error", "better:worse", "fit s", "its fit s");
        foreach (Pair pair in _pairs)
        {
            Statistic difference = Statistic.Of(pair.Sets.Select(set => set.Difference));
            table.Add(
                pair.Mine.Method, pair.Theirs.Method, $"{pair.Sets.Length}", Number(pair.Sets.Average(set => set.Mine), "F3"), Number(pair.Sets.Average(set => set.Theirs), "F3"),
                Number(difference.Mean, "+0.000;-0.000"), Number(difference.Error, "F3"), $"{pair.Sets.Count(set => set.Difference > 0)}:{pair.Sets.Count(set => set.Difference < 0)}",
                Number(pair.Mine.FitCpuSeconds, "F1"), Number(pair.Theirs.FitCpuSeconds, "F1"));
        }
        return table;
    }

    /// <summary>The sets on which trainers for comparison are clearly below.</summary>
    public string Below()
    {
        string[] lines =
        [
            .. _pairs.Where(pair => pair.IsForComparison && !pair.Theirs.Method.Contains("as shipped", StringComparison.Ordinal))
                .Select(pair => (pair.Mine.Method, Sets: string.Join(", ", pair.Sets.Where(set => set.Difference < -Noticeable).OrderBy(set => set.Difference).Select(set => $"{set.Name} ({Number(set.Difference, "+0.000;-0.000")})"))))
                .Where(pair => pair.Sets != "").Select(pair => $"{pair.Method} on {pair.Sets}"),
        ];
        return lines.Length == 0 ? Invariant($"No trainer for comparison is below the other program's form of it by more than {Noticeable} on any set.") : Invariant($"""
            Of the trainers for comparison these are below by more than {Noticeable}: {string.Join("; ", lines)}.
            One set's figure moves by 0.05 and more from split to split; what is below by more, the trainer's own page explains.
            """);
    }

    private static IEnumerable<OnSet> OnSets(Comparison comparison, OverallResult mine, OverallResult theirs) =>
        from their in comparison.BySet
        where their.IsPeer && their.Method == theirs.Method && their.AveragePrecision.Count > 0
        let own = comparison.BySet.Single(result => !result.IsPeer && result.Method == mine.Method && result.Set == their.Set)
        select new OnSet(their.Set, own.AveragePrecision.Mean, their.AveragePrecision.Mean);

    private static string Number(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);

    private readonly record struct OnSet(string Name, double Mine, double Theirs)
    {
        public double Difference => Mine - Theirs;
    }

    private sealed record Pair(OverallResult Mine, OverallResult Theirs, bool IsForComparison, OnSet[] Sets);
}
