using System.Globalization;
using System.Text;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>Writes the page of the documentation from results: tables, pictures beside it, and what they say in words.</summary>
internal sealed class PageWriter
{
    /// <summary>The first argument that asks for the page.</summary>
    public const string Verb = "page";

    private const string Protocol = "mnp";

    // This library's own trainers for a few labelled anomalies.
    private static readonly string[] Own = ["PrototypeEnsemble", "MultiNormalPrototypes", "Wvad"];

    private static readonly string[] Unlabelled = ["DeepSvdd", "Dagmm", "MultiSphereSvdd", "Ganomaly", "Egbad", "AnoGan", "RandomizedPca"];

    // Programs that learn without labels, by the beginnings of their names.
    private static readonly string[] Plain = ["IsolationForest", "PCA reconstruction"];

    private readonly CellOutcome[] _cells;
    private readonly Comparison _ours;
    private readonly Comparison? _withPeers;
    private readonly Dictionary<string, int[]> _splits;
    private readonly int[] _peerSeeds;
    private readonly string _page;
    private readonly string _leftOut;

    /// <param name="resultsFolder">The folder of the benchmark's results.</param>
    /// <param name="page">Where the page goes; its pictures go to a folder of its name beside it.</param>
    /// <param name="peersFile">Measurements of other programs, or null.</param>
    /// <param name="leftOutFiles">Tables of classes that were left out, as the benchmark PrototypeDataDescription writes them.</param>
    /// <exception cref="IOException">A file is missing, or isn't what it should be.</exception>
    public PageWriter(string resultsFolder, string page, string? peersFile, IReadOnlyList<string> leftOutFiles)
    {
        (_page, _leftOut) = (page, string.Join('\n', leftOutFiles.Select(ReadTables)));
        _cells = [.. new CellFile(Path.Combine(resultsFolder, "cells.jsonl")).Outcomes.Where(cell => cell.Figures is not null)];
        Measurement[] peers = peersFile is null ? [] : PeersFile.Read(peersFile, Protocol);
        CellOutcome[] plain = [.. _cells.Where(cell => cell.Key is { Protocol: Protocol, Settings: "", UsesValidation: false, Labelled: null })];
        string[] sets = peers.Length > 0 ? [.. peers.Select(peer => peer.Set).Distinct()] : [.. plain.Select(cell => cell.Key.Set).Distinct()];
        // Of each trainer the splits that all sets have been run on.
        _splits = plain.GroupBy(cell => cell.Key.Trainer).ToDictionary(
            trainer => trainer.Key,
            trainer => trainer.Select(cell => cell.Key.Seed).Distinct().Order()
                .Where(seed => sets.All(set => trainer.Any(cell => cell.Key.Seed == seed && cell.Key.Set == set))).ToArray());
        Measurement[] ours = [.. plain.Where(cell => sets.Contains(cell.Key.Set) && _splits[cell.Key.Trainer].Contains(cell.Key.Seed)).Select(cell => Measurement.Of(cell.Key, cell.Figures!))];
        if (ours.Length == 0)
            throw new InvalidDataException($"{resultsFolder}: no trainer has been run on all sets of the protocol {Protocol}.");
        _ours = new Comparison(ours);
        _peerSeeds = [.. peers.Select(peer => peer.Seed).Distinct().Order().Where(seed => ours.GroupBy(o => o.Method).All(method => method.Any(o => o.Seed == seed)))];
        if (_peerSeeds.Length > 0)
            _withPeers = new Comparison([.. ours.Where(o => _peerSeeds.Contains(o.Seed)), .. peers.Where(peer => _peerSeeds.Contains(peer.Seed))]);
    }

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="args">What follows <see cref="Verb"/>.</param>
    /// <exception cref="ArgumentException">The command line can't be understood.</exception>
    public static void Run(IReadOnlyList<string> args)
    {
        if (args.Count < 2 || args.Count % 2 != 0)
            throw new ArgumentException($"{Verb} takes the folder of results, the page's file, and --peers FILE or --left-out FILE, the latter as often as there are files.");
        string? peers = null;
        var leftOut = new List<string>();
        for (int i = 2; i < args.Count; i += 2)
        {
            switch (args[i])
            {
                case "--peers": peers = args[i + 1]; break;
                case "--left-out": leftOut.Add(args[i + 1]); break;
                default: throw new ArgumentException($"There is no option {args[i]}.");
            }
        }
        new PageWriter(args[0], args[1], peers, leftOut).Write();
    }

    /// <summary>Writes the page and its pictures.</summary>
    public void Write()
    {
        string folder = Directory.CreateDirectory(Path.ChangeExtension(_page, null)).FullName, name = Path.GetFileName(folder);
        var text = new StringBuilder(Introduction());
        text.Append(Losses());
        text.Append(Section(Overall()));
        string[] missing = [.. BenchmarkedTrainer.All.Select(trainer => trainer.Name).Where(trainer => _ours.Overall.All(o => o.Method != trainer))];
        if (missing.Length > 0)
            text.Append(Quote($"Not run on all of these tables: {string.Join(", ", missing)}."));
        Pictures.Ranks(Path.Combine(folder, "ranks.svg"), [.. _ours.Overall.Select(o => (o.Method, o.AverageRank))], _ours.Sets.Count);
        text.Append($"\n![Average ranks of the trainers]({name}/ranks.svg)\n").Append(Quote("""
            Two trainers whose bars don't overlap differ by more than chance would have it, at a level of 5 % (test of Nemenyi). With fifteen
            sets and so many trainers, only large differences do.
            """));
        text.Append(Section(BySet("Average precision by set", r => r.AveragePrecision))).Append(Section(BySet("Area under the ROC curve by set", r => r.RocArea)));
        if (_withPeers is not null)
        {
            var same = new SameMethod(_withPeers);
            text.Append(Section(Peers())).Append(Section(same.Table())).Append(Quote(same.Below())).Append(WithoutLabels());
        }
        foreach (Study study in Study.All)
            text.Append(Curves(study, folder, name));
        if (UnseenStudy.Table(_cells) is { } unseen)
            text.Append(Section(unseen)).Append(Quote("""
                Training rows are the same on both sides; what is seen or unseen is the class of the test anomalies. The sets are made by
                `./build.sh bench Accuracy unseen DATA_FOLDER FOLDER` and run by `./build.sh bench Accuracy FOLDER --protocol unseen`.
                """));
        if (_leftOut != "")
            text.Append("\n## A class left out\n").Append(Quote("""
                Each class in turn is left out of the training and is the anomaly among the test rows. Of the other classes some rows are labelled.
                `./build.sh bench PrototypeDataDescription DATA_FOLDER --compare --sets SET,SET` prints these tables, and
                writes them as `compared.md`.
                """)).Append('\n').Append(_leftOut);
        text.Append(Notes);
        File.WriteAllText(_page, text.ToString());
    }

    // Tables with a heading each, which becomes one of the next lower level.
    private static string ReadTables(string file)
    {
        string[] lines = File.ReadAllLines(file);
        int other = Array.FindIndex(lines, line => line != "" && !line.StartsWith("## ", StringComparison.Ordinal) && !line.StartsWith('|'));
        if (other >= 0 || lines.Length == 0)
            throw new InvalidDataException($"{file}, line {Math.Max(0, other) + 1}: there is no table. --left-out takes the file compared.md of ./build.sh bench PrototypeDataDescription DATA_FOLDER --compare.");
        return string.Concat(lines.Select(line => (line.StartsWith('#') ? "#" : "") + line + '\n'));
    }

    private static string Introduction() => $"""
        # Benchmarks

        <!-- Written by ./build.sh bench Accuracy page; do not edit. -->

        How well the trainers rank anomalies on fifteen public tables, what they cost, and how other programs do on the same rows. Each table has
        2 to 30 labelled anomalies; all other training anomalies hide among the unlabelled rows. All trainers have their default options, which
        were chosen on other data sets or taken from the papers; test rows are only ever scored.

            ./build.sh bench Accuracy DATA_FOLDER --seeds 0,1,2,3,4
            ./build.sh bench Accuracy page artifacts/bench/accuracy docs/benchmarks.md --peers FILE --left-out FILE

        [Reproducing the figures](figures.md) says what is in the folder and how rows are split. What columns mean stands [at the end](#notes).

        """;

    private const string Notes = """

        ## Notes

        AP: average precision, the area under the precision-recall curve by step interpolation. Mean ± standard error over the splits; over all
        sets, that of the mean of the sets' means. Rank: by AP on each set, 1 the best. Fit: processor time of the training, with scaling and
        start-up of libtorch, on one thread (mean of the sets). Rows/s: test rows of split 0 scored per second of processor time through ML.NET's pipeline, on
        one thread, warm (median of the sets; small sets are slower, as the pipeline itself takes time). Machines differ: compare times within a
        table only, and those of other programs, which were measured on another machine, with care.

        """;

    // Where another method's mean is above that of our own trainers, and where by more than chance.
    private string Losses()
    {
        var text = new StringBuilder("\n## Where our own trainers lose\n\n");
        foreach (string own in Own.Where(name => _ours.Overall.Any(o => o.Method == name)))
        {
            var better = new List<(string Set, string Method, double Theirs, double Mine, bool IsClear)>();
            foreach (string set in _ours.Sets)
            {
                (SetResult Best, SetResult Mine)[] rivals = [.. new[] { _ours, _withPeers }.OfType<Comparison>().Select(c => Rival(c, own, set))];
                (SetResult best, SetResult mine) = rivals.MaxBy(r => r.Best.AveragePrecision.Mean - r.Mine.AveragePrecision.Mean);
                double difference = best.AveragePrecision.Mean - mine.AveragePrecision.Mean;
                double error = Math.Sqrt(Square(best.AveragePrecision.Error) + Square(mine.AveragePrecision.Error));
                if (difference > 0)
                    better.Add((set, best.Method, best.AveragePrecision.Mean, mine.AveragePrecision.Mean, difference > 2 * error));
            }
            int beaten = better.Count;
            text.Append(Invariant($"- **{own}** is behind the best other method on {beaten} of {_ours.Sets.Count} sets"));
            string[] clear = [.. better.Where(b => b.IsClear).OrderByDescending(b => b.Theirs - b.Mine).Select(b => Invariant($"{b.Set} ({b.Mine:F2}; {b.Method} {b.Theirs:F2})"))];
            text.Append(clear.Length == 0 ? ", nowhere by more than two standard errors" : $"; by more than two standard errors on {string.Join(", ", clear)}");
            OverallResult me = _ours.Overall.Single(o => o.Method == own);
            int faster = _ours.Overall.Count(o => o.FitCpuSeconds < me.FitCpuSeconds), quicker = _ours.Overall.Count(o => o.ScoredRowsPerCpuSecond > me.ScoredRowsPerCpuSecond);
            text.Append(Invariant($". Of {_ours.Overall.Count} trainers {faster} fit faster and {quicker} score faster.\n"));
        }
        return text.ToString();

        static double Square(double value) => double.IsNaN(value) ? 0 : value * value;
    }

    private static (SetResult Best, SetResult Mine) Rival(Comparison comparison, string own, string set)
    {
        SetResult[] here = [.. comparison.BySet.Where(r => r.Set == set)];
        return (here.Where(r => r.IsPeer || r.Method != own).MaxBy(r => r.AveragePrecision.Mean)!, here.Single(r => !r.IsPeer && r.Method == own));
    }

    private TextTable Overall()
    {
        var table = new TextTable("Fifteen tables", 1, "method", "splits", "AP", "rank", "AUC-ROC", "fit s", "rows/s");
        foreach (OverallResult o in _ours.Overall.OrderByDescending(o => o.AveragePrecision.Mean))
        {
            SetResult[] sets = [.. _ours.BySet.Where(r => r.Method == o.Method)];
            table.Add(
                o.Method, Splits(o.Method), WithError(o.AveragePrecision.Mean, Statistic.ErrorOfMean([.. sets.Select(s => s.AveragePrecision)])), Number(o.AverageRank, "F1"),
                WithError(o.RocArea.Mean, Statistic.ErrorOfMean([.. sets.Select(s => s.RocArea)])), Number(o.FitCpuSeconds, "F1"), Rounded(o.ScoredRowsPerCpuSecond));
        }
        return table;
    }

    private TextTable BySet(string title, Func<SetResult, Statistic> figure)
    {
        string[] methods = [.. _ours.Overall.OrderByDescending(o => o.AveragePrecision.Mean).Select(o => o.Method)];
        var table = new TextTable(title, 1, ["set", .. methods]);
        var results = _ours.BySet.ToDictionary(r => (r.Set, r.Method), figure);
        foreach (string set in _ours.Sets)
            table.Add([set, .. methods.Select(method => WithError(results[(set, method)].Mean, results[(set, method)].Error))]);
        return table;
    }

    private TextTable Peers()
    {
        var table = new TextTable($"Beside other programs (splits {string.Join(", ", _peerSeeds)})", 1, "method", "sets", "AP", "rank", "AUC-ROC", "fit s", "rows/s");
        foreach (OverallResult o in _withPeers!.Overall)
        {
            table.Add(
                o.IsPeer ? o.Method : $"**{o.Method}**", Number(o.AveragePrecision.Count, "F0"), Number(o.AveragePrecision.Mean, "F3"), Number(o.AverageRank, "F1"), Number(o.RocArea.Mean, "F3"),
                Number(o.FitCpuSeconds, "F1"), Rounded(o.ScoredRowsPerCpuSecond));
        }
        return table;
    }

    // Those that see no labels, beside the plainest detectors of that kind.
    private string WithoutLabels()
    {
        OverallResult[] plain = [.. _withPeers!.Overall.Where(o => o.IsPeer && Plain.Any(name => o.Method.StartsWith(name, StringComparison.Ordinal))).OrderByDescending(o => o.AveragePrecision.Mean)];
        OverallResult[] learned = [.. _withPeers.Overall.Where(o => !o.IsPeer && Unlabelled.Contains(o.Method)).OrderByDescending(o => o.AveragePrecision.Mean)];
        if (plain.Length == 0 || learned.Length == 0)
            return "";
        string[] above = [.. learned.Where(o => o.AveragePrecision.Mean > plain[^1].AveragePrecision.Mean).Select(o => o.Method)];
        return Quote(Invariant($"""
            Without any label, these have a mean AP on these splits of {Means(plain)};
            {Means(learned)}. {(above.Length == 0 ? "None of the latter comes up to the former" : $"Above the last of the former: {string.Join(", ", above)}")}:
            what they learn of the unlabelled rows they learn of the anomalies among them too.{string.Concat(learned.Select(WithoutHidden))}
            """));

        static string Means(OverallResult[] results) => string.Join(", ", results.Select(o => Invariant($"{o.Method} {o.AveragePrecision.Mean:F3}")));
    }

    // Where it has been run without hidden anomalies on all sets too.
    private string WithoutHidden(OverallResult method)
    {
        var clean = _cells.Where(cell => cell.Key is { Protocol: Protocol + "-clean", Settings: "", Labelled: null } && cell.Key.Trainer == method.Method && _peerSeeds.Contains(cell.Key.Seed))
            .GroupBy(cell => cell.Key.Set).ToDictionary(set => set.Key, set => set.Average(cell => cell.Figures!.AveragePrecision));
        return _ours.Sets.All(clean.ContainsKey)
            ? Invariant($"\nWithout those (`--protocol mnp-clean`), {method.Method} has {_ours.Sets.Average(set => clean[set]):F3}.")
            : "";
    }

    private string Curves(Study study, string folder, string name)
    {
        IReadOnlyList<Curve> curves = study.Curves(_cells, out IReadOnlyList<string> sets, out IReadOnlyList<int> seeds);
        if (curves.Count == 0)
            return "";
        string[] places = [.. study.Places.Select(place => place.Name)];
        Pictures.Curves(Path.Combine(folder, study.Name + ".svg"), places, study.Axis, curves);
        var table = new TextTable(study.Title, 1, ["method", .. places]);
        foreach (Curve curve in curves)
            table.Add([curve.Name, .. curve.Values.Select((value, i) => WithError(value, curve.Errors[i]))]);
        string[] commands = [.. study.Places.Select(place => place.Labelled is { } count ? $"--labelled {count}" : place.Protocol == Protocol ? "" : $"--protocol {place.Protocol}").Where(option => option != "")];
        return Section(table) + Quote($"""
            Mean average precision over {string.Join(", ", sets)}, splits {string.Join(", ", seeds)}; by `./build.sh bench Accuracy DATA_FOLDER` with
            {string.Join(", ", commands.Select(command => $"`{command}`"))}.
            """) + $"\n![{study.Title}]({name}/{study.Name}.svg)\n";
    }

    private string Splits(string method) => $"{_splits[method].Length}";

    private static string Section(TextTable table) => "\n" + table.ToMarkdown();

    private static string Quote(string text) => "\n" + text + "\n";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Number(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);

    // Three digits are what such a figure is good for.
    private static string Rounded(double value)
    {
        if (double.IsNaN(value))
            return "-";
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(value)) - 2));
        return (Math.Round(value / unit) * unit).ToString("N0", CultureInfo.InvariantCulture);
    }

    private static string WithError(double mean, double error) =>
        double.IsNaN(error) ? Number(mean, "F3") : Invariant($"{mean:F3} ± {error:F3}");
}
