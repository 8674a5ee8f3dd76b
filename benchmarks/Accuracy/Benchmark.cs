using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>Runs the cells that have no figures yet, one after another, and reports on all that were asked for.</summary>
internal sealed class Benchmark
{
    private readonly Arguments _arguments;
    private readonly CellFile _file;
    private readonly Measurement[] _peers;
    private readonly string[] _sets;

    /// <exception cref="IOException">A file is missing, or isn't what it should be.</exception>
    public Benchmark(Arguments arguments)
    {
        _arguments = arguments;
        string[] known = DataSet.Names(arguments.DataFolder, arguments.Protocol);
        Measurement[] peers = arguments.PeersFile is null ? [] : PeersFile.Read(arguments.PeersFile, arguments.Protocol);
        _sets = arguments.Sets.Count > 0 ? [.. arguments.Sets]
            : peers.Length == 0 ? known
            : [.. known.Intersect(peers.Select(peer => peer.Set))];
        if (_sets.Except(known).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"The protocol '{arguments.Protocol}' has no data set '{unknown}'.");
        // Peers are compared on the same splits.
        _peers = [.. peers.Where(peer => _sets.Contains(peer.Set) && arguments.Seeds.Contains(peer.Seed))];
        Directory.CreateDirectory(arguments.OutputFolder);
        _file = new CellFile(Path.Combine(arguments.OutputFolder, "cells.jsonl"));
    }

    /// <summary>Runs and reports; gives the exit code: 1 where a cell has failed, otherwise 0.</summary>
    public int Run()
    {
        CellKey[] keys =
        [
            .. from set in _sets
               from trainer in _arguments.Trainers
               from settings in _arguments.SettingsOf(trainer)
               from seed in _arguments.Seeds
               select Key(set, trainer.Name, settings.ToString(), seed, _arguments.UsesValidation),
        ];
        int known = keys.Count(HasFigures);
        if (known > 0)
            Console.WriteLine($"{known} of {keys.Length} cells are in {_file.Path} already.");
        for (int i = 0; i < keys.Length; i++)
        {
            if (HasFigures(keys[i]))
                continue;
            CellOutcome outcome = _arguments.RunsInProcess
                ? InProcess(keys[i])
                : CellProcess.Run(Path.GetFullPath(_arguments.DataFolder), keys[i]);
            _file.Add(outcome);
            Console.WriteLine($"[{i + 1}/{keys.Length}] {Line(outcome)}");
        }

        CellOutcome[] outcomes = [.. keys.Select(key => _file.Find(key)!)];
        Write(Comparable(outcomes));
        return Problems(outcomes) ? 1 : 0;
    }

    private CellOutcome InProcess(CellKey key)
    {
        try
        {
            return new CellOutcome(key, CellRunner.Run(_arguments.DataFolder, key, TimeSpan.Zero), null, CellProcess.Library);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            return new CellOutcome(key, null, e.ToString(), CellProcess.Library);
        }
    }

    private bool HasFigures(CellKey key) => _file.Find(key) is { Figures: not null };

    private CellKey Key(string set, string trainer, string settings, int seed, bool usesValidation) =>
        new(_arguments.Protocol, set, trainer, settings, seed, _arguments.Threads, usesValidation) { Labelled = _arguments.Labelled };

    // What was asked for, and other trainers or settings that have figures for each of the same splits.
    private IEnumerable<CellOutcome> Comparable(CellOutcome[] asked)
    {
        HashSet<string> methods = [.. asked.Select(outcome => outcome.Key.Method)];
        var others =
            from outcome in _file.Outcomes
            where !methods.Contains(outcome.Key.Method)
            group outcome by (outcome.Key.Trainer, outcome.Key.Settings, outcome.Key.UsesValidation) into method
            let keys = from set in _sets from seed in _arguments.Seeds select Key(set, method.Key.Trainer, method.Key.Settings, seed, method.Key.UsesValidation)
            let cells = keys.Select(_file.Find).ToList()
            where cells.TrueForAll(cell => cell?.Figures is not null)
            select cells;
        return asked.Concat(others.SelectMany(cells => cells)!);
    }

    private void Write(IEnumerable<CellOutcome> outcomes)
    {
        Measurement[] ours = [.. outcomes.Where(outcome => outcome.Figures is not null).Select(outcome => Measurement.Of(outcome.Key, outcome.Figures!))];
        if (ours.Length == 0)
            return;
        string labelled = _arguments.Labelled is { } count ? $", {count} labelled anomalies" : "";
        string subject = $"Protocol {_arguments.Protocol}{labelled}, splits {string.Join(", ", _arguments.Seeds)}, threads {_arguments.Threads}";
        var report = new Report(new Comparison([.. ours, .. _peers]), subject, ours[0].Method);
        Console.WriteLine();
        Console.Write(report.ToText());
        File.WriteAllText(Path.Combine(_arguments.OutputFolder, "summary.csv"), report.ToCsv());
        File.WriteAllText(Path.Combine(_arguments.OutputFolder, "summary.md"), report.ToMarkdown());
    }

    private bool Problems(CellOutcome[] outcomes)
    {
        int stale = outcomes.Count(outcome => outcome.Library != CellProcess.Library);
        if (stale > 0)
            Console.WriteLine($"\n{stale} of {outcomes.Length} cells ran with another build of the library; delete {_file.Path} to run them again.");
        CellOutcome[] failed = [.. outcomes.Where(outcome => outcome.Figures is null)];
        if (failed.Length > 0)
            Console.Error.WriteLine($"\n{failed.Length} of {outcomes.Length} cells have failed:");
        foreach (CellOutcome outcome in failed)
            Console.Error.WriteLine($"  {Line(outcome)}");
        return failed.Length > 0;
    }

    private static string Line(CellOutcome outcome)
    {
        string cell = $"{outcome.Key.Set}, {outcome.Key.Method}, split {outcome.Key.Seed}";
        return outcome.Figures is { } figures
            ? string.Create(CultureInfo.InvariantCulture, $"{cell}: AP {figures.AveragePrecision:F3}, AUC-ROC {figures.RocArea:F3}, fit {figures.FitCpuSeconds:F1} s")
            : $"{cell}: failed, {outcome.Error?.Split('\n')[0]}";
    }
}
