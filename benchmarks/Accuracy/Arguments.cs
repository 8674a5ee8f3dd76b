using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>What the command line asks for.</summary>
internal sealed class Arguments
{
    public const string Usage = """
        usage: Accuracy DATA_FOLDER [OPTIONS]
               Accuracy development DATA_FOLDER FOLDER [wide]   writes the data sets that defaults are chosen by; wide: those of images, each pixel a feature
               Accuracy page RESULTS_FOLDER FILE [--peers FILE] [--left-out FILE]..   writes the page of the documentation from results
               Accuracy unseen DATA_FOLDER FOLDER        writes data sets (protocol unseen) with anomalies of a kind that was not trained on

          DATA_FOLDER        holds tabular/<set>.csv (f0..,label) and splits/<protocol>/<set>.csv (row,s0,s1,..: a letter U, A, V or T per split)
          --protocol NAME    which splits; default mnp; NAME-clean leaves hidden anomalies out of the training,
                             NAME-contaminated20 has 20 % of them among the unlabelled rows, in NAME-wrong10 a tenth of the labels is wrong
          --trainers A,B     default all of them
          --sets a,b         default all of the protocol, or with --peers those that the peers have run
          --seeds 0,1,2      which split columns; the default is 0,1,2
          --threads N        threads of a cell's process; default 1
          --use-validation   gives the trainers the validation rows with their true labels; by default they are left out
          --labelled N       labels N anomalies in each split instead of the protocol's number
          --set Key=Value    sets an option of the trainers that are asked for, by its name; may be repeated
          --ablations        runs the trainers that are asked for also without each of their parts
          --out FOLDER       default artifacts/bench/accuracy; cells that are there already are not run again
          --in-process       runs all cells in this process: faster, but time and memory of a cell tell little
          --peers FILE       measurements of other programs, to stand beside ours
        """;

    public string DataFolder { get; private set; } = "";

    public string Protocol { get; private set; } = "mnp";

    public IReadOnlyList<BenchmarkedTrainer> Trainers { get; private set; } = BenchmarkedTrainer.All;

    /// <summary>The data sets by name; empty asks for all.</summary>
    public IReadOnlyList<string> Sets { get; private set; } = [];

    public IReadOnlyList<int> Seeds { get; private set; } = [0, 1, 2];

    public int Threads { get; private set; } = 1;

    /// <summary>Whether the trainers are given the validation rows.</summary>
    public bool UsesValidation { get; private set; }

    /// <summary>The number of labelled anomalies in each split; null takes the protocol's.</summary>
    public int? Labelled { get; private set; }

    public OptionSettings Settings { get; private set; } = OptionSettings.None;

    /// <summary>Whether the trainers run also without each of their parts.</summary>
    public bool RunsAblations { get; private set; }

    /// <summary>The settings that a trainer runs with, one after another.</summary>
    public IEnumerable<OptionSettings> SettingsOf(BenchmarkedTrainer trainer) =>
        RunsAblations ? [Settings, .. trainer.Ablations.Select(Settings.With)] : [Settings];

    /// <summary>Whether the cells run in this process.</summary>
    public bool RunsInProcess { get; private set; }

    public string OutputFolder { get; private set; } = Path.Combine("artifacts", "bench", "accuracy");

    /// <summary>The file with other programs' measurements, or null.</summary>
    public string? PeersFile { get; private set; }

    /// <exception cref="ArgumentException">The command line can't be understood, or names what there isn't.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var result = new Arguments();
        var settings = new List<string>();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                if (result.DataFolder != "")
                    throw new ArgumentException($"There is more than one data folder: '{result.DataFolder}' and '{name}'.");
                result.DataFolder = name;
                continue;
            }
            if (name is "--use-validation" or "--ablations" or "--in-process")
            {
                result.RunsInProcess |= name == "--in-process";
                result.UsesValidation |= name == "--use-validation";
                result.RunsAblations |= name == "--ablations";
                continue;
            }
            string value = i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{name} needs a value.");
            switch (name)
            {
                case "--protocol": result.Protocol = value; break;
                case "--trainers": result.Trainers = [.. List(value).Select(BenchmarkedTrainer.Find)]; break;
                case "--sets": result.Sets = List(value); break;
                case "--seeds": result.Seeds = [.. List(value).Select(seed => Number(seed, 0, name))]; break;
                case "--threads": result.Threads = Number(value, 1, name); break;
                case "--labelled": result.Labelled = Number(value, 1, name); break;
                case "--set": settings.Add(value); break;
                case "--out": result.OutputFolder = value; break;
                case "--peers": result.PeersFile = value; break;
                default: throw new ArgumentException($"There is no option {name}.");
            }
        }
        if (!Directory.Exists(result.DataFolder))
            throw new ArgumentException($"There is no data folder '{result.DataFolder}'.");
        result.Settings = OptionSettings.Parse(settings);
        foreach (BenchmarkedTrainer trainer in result.Trainers)
        {
            foreach (OptionSettings of in result.SettingsOf(trainer))
                trainer.Check(of, result.UsesValidation);
        }
        return result;
    }

    private static string[] List(string value) =>
        [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    private static int Number(string value, int minimum, string name) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new ArgumentException($"{name} takes whole numbers from {minimum}, not '{value}'.");
}
