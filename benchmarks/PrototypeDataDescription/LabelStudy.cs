using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>What the number of labelled rows, wrong labels, and a choice of the rows to label do to accuracy.</summary>
internal static class LabelStudy
{
    private static readonly LabelDraw[] Draws =
    [
        new(1), new(2), new(5), new(10), new(20), new(50),
        new(20, WrongPercent: 5), new(20, WrongPercent: 10), new(20, WrongPercent: 20),
        new(1, Medoids: true), new(5, Medoids: true), new(20, Medoids: true),
    ];

    public static void Run(Arguments arguments)
    {
        IReadOnlyList<string> sets = arguments.Sets.Count > 0 ? arguments.Sets : ClassData.TabularNames(arguments.DataFolder);
        Benchmark[] benchmarks = [.. Draws.Select(draw => new Benchmark(arguments, draw))];
        foreach (Benchmark benchmark in benchmarks)
            benchmark.RunTasks(sets);
        var tables = new List<TextTable>();
        foreach (string method in new[] { Benchmark.Pixels, Benchmark.Trained })
        {
            var table = new TextTable($"{method}, AUC-ROC: mean over the classes, seeds {string.Join(", ", arguments.Seeds)}", 1, ["labelled rows", .. sets]);
            foreach (Benchmark benchmark in benchmarks)
                table.Add([benchmark.Labels.ToString(), .. sets.Select(set => benchmark.MeanRocArea(set, method))]);
            tables.Add(table);
        }
        Console.Write(string.Join('\n', tables.Select(table => table.ToText())));
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "labels.md"), string.Join('\n', tables.Select(table => table.ToMarkdown())));
    }
}
