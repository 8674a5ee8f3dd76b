namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A place on the axis of a study: what is said of it, and the cells that belong to it.</summary>
internal sealed record StudyPlace(string Name, string Protocol, int? Labelled);

/// <summary>How trainers do as one thing about the training rows changes.</summary>
/// <param name="Name">The name of its picture.</param>
/// <param name="Title">The heading.</param>
/// <param name="Axis">What changes.</param>
/// <param name="Places">From the first to the last.</param>
internal sealed record Study(string Name, string Title, string Axis, IReadOnlyList<StudyPlace> Places)
{
    public static IReadOnlyList<Study> All { get; } =
    [
        new("labels", "How many anomalies are labelled", "labelled anomalies", [.. new[] { 1, 5, 10, 20, 50 }.Select(n => new StudyPlace($"{n}", "mnp", n))]),
        new("contamination", "Anomalies among the unlabelled rows", "share of anomalies among the unlabelled rows",
        [
            new("0 %", "mnp-clean", null), .. new[] { 5, 10, 20, 50 }.Select(share => new StudyPlace($"{share} %", $"mnp-contaminated{share}", null)),
        ]),
        new("wrong-labels", "Wrong labels", "share of normal rows among the labelled anomalies",
            [new("0 %", "mnp", null), new("10 %", "mnp-wrong10", null), new("30 %", "mnp-wrong30", null)]),
    ];

    /// <summary>The curves of the trainers that have been run, on what all of them have been run on; none where that is nothing.</summary>
    /// <param name="cells">All cells with figures.</param>
    /// <param name="sets">Receives the sets that the means are over.</param>
    /// <param name="seeds">Receives the splits.</param>
    public IReadOnlyList<Curve> Curves(IReadOnlyCollection<CellOutcome> cells, out IReadOnlyList<string> sets, out IReadOnlyList<int> seeds)
    {
        StudyPlace changed = Places[^1];
        string[] trainers = [.. cells.Where(cell => IsAt(cell, changed)).Select(cell => cell.Key.Trainer).Distinct()];
        var values = new Dictionary<(string Trainer, int Place, string Set, int Seed), double>();
        for (int place = 0; place < Places.Count; place++)
        {
            foreach (CellOutcome cell in cells.Where(cell => IsAt(cell, Places[place])))
                values[(cell.Key.Trainer, place, cell.Key.Set, cell.Key.Seed)] = cell.Figures!.AveragePrecision;
        }
        (string Set, int Seed)[] common =
        [
            .. values.Keys.Select(key => (key.Set, key.Seed)).Distinct()
                .Where(task => trainers.All(trainer => Enumerable.Range(0, Places.Count).All(place => values.ContainsKey((trainer, place, task.Set, task.Seed))))),
        ];
        (sets, seeds) = ([.. common.Select(task => task.Set).Distinct().Order(StringComparer.OrdinalIgnoreCase)], [.. common.Select(task => task.Seed).Distinct().Order()]);
        return common.Length == 0 ? [] : [.. trainers.Select(CurveOf).OrderByDescending(curve => curve.Values.Average())];

        Curve CurveOf(string trainer)
        {
            Statistic[][] bySet = [.. Enumerable.Range(0, Places.Count).Select(place => common.GroupBy(task => task.Set)
                .Select(group => Statistic.Of(group.Select(task => values[(trainer, place, task.Set, task.Seed)]))).ToArray())];
            return new Curve(trainer, [.. bySet.Select(statistics => statistics.Average(s => s.Mean))], [.. bySet.Select(Statistic.ErrorOfMean)]);
        }
    }

    private static bool IsAt(CellOutcome cell, StudyPlace place) =>
        cell.Key.Protocol == place.Protocol && cell.Key.Labelled == place.Labelled && cell.Key.Settings == "" && !cell.Key.UsesValidation;
}
