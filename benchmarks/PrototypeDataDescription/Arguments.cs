using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>What the command line asks for.</summary>
internal sealed class Arguments
{
    public const string Usage = """
        usage: PrototypeDataDescription DATA_FOLDER [OPTIONS]     accuracy, each class in turn being the anomaly
               PrototypeDataDescription DATA_FOLDER --map SET:CLASS [OPTIONS]     the embedding before and after the training by prototypes, as SVG
               PrototypeDataDescription DATA_FOLDER --contributions SET:CLASS [OPTIONS]   what pixels of images of the class add to their scores, as SVG
               PrototypeDataDescription DATA_FOLDER --culprits [OPTIONS]   how often the largest contribution is that of the feature that was changed
               PrototypeDataDescription DATA_FOLDER --labels [OPTIONS]     accuracy with few and many labelled rows, wrong labels, chosen rows
               PrototypeDataDescription DATA_FOLDER --tried [OPTIONS]      other values of options, on held-out training rows and on test rows
               PrototypeDataDescription steps     time of a training step, beside Python's torch

          DATA_FOLDER        holds classes/<set>.csv and splits/classes/<set>.csv, and images/<mnist or fashion>-*-ubyte.gz
          --sets a,b         default all tabular sets of the folder; mnist and fashion too where they are named
          --classes a,b      the anomaly classes, by name; default all
          --seeds 0,1        which split columns of tabular sets, and seeds; default 0
          --rows N           the largest number of unlabelled training rows; default all
          --shots N          labelled rows of each class; default 20
          --set Key=Value    sets an option of the trainer, by its name; may be repeated
          --compare          runs other detectors of normality beside it, all with their default options
          --epochs N         of Ganomaly and Egbad beside it; default theirs, which take many minutes for images of 28x28
          --tune             measures on training rows held out, a tenth of them, instead of the test rows
          --out FOLDER       default artifacts/bench/prototype-data-description; tasks that are there already are not run again
        """;

    public string DataFolder { get; private set; } = "";

    /// <summary>The data sets by name; empty asks for all tabular ones.</summary>
    public IReadOnlyList<string> Sets { get; private set; } = [];

    /// <summary>The anomaly classes by name; empty asks for all.</summary>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    public IReadOnlyList<int> Seeds { get; private set; } = [0];

    public int Rows { get; private set; } = int.MaxValue;

    /// <summary>Which rows are labelled.</summary>
    public LabelDraw Labels { get; private set; } = new(20);

    public OptionSettings Settings { get; private set; } = OptionSettings.None;

    /// <summary>Whether to measure on held-out training rows.</summary>
    public bool Tunes { get; private set; }

    /// <summary>The epochs of the generative detectors beside the trainer; null for their default.</summary>
    public int? GenerativeEpochs { get; private set; }

    /// <summary>Whether other detectors run beside the trainer.</summary>
    public bool Compares { get; private set; }

    public string OutputFolder { get; private set; } = Path.Combine("artifacts", "bench", "prototype-data-description");

    /// <summary>The set and the class whose map is wanted, or null.</summary>
    public (string Set, string Class)? Map { get; private set; }

    /// <summary>The set and the class whose images are drawn with their contributions, or null.</summary>
    public (string Set, string Class)? Drawn { get; private set; }

    /// <summary>Whether the labelled rows are varied.</summary>
    public bool StudiesLabels { get; private set; }

    /// <summary>Whether the table of what was tried is wanted.</summary>
    public bool ListsTried { get; private set; }

    /// <summary>Whether contributions of changed rows are looked at.</summary>
    public bool SeeksCulprits { get; private set; }

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
                result.DataFolder = result.DataFolder == "" ? name : throw new ArgumentException($"There is more than one data folder: '{result.DataFolder}' and '{name}'.");
                continue;
            }
            if (name is "--tune" or "--compare" or "--culprits" or "--labels" or "--tried")
            {
                result.StudiesLabels |= name == "--labels";
                result.ListsTried |= name == "--tried";
                result.SeeksCulprits |= name == "--culprits";
                result.Tunes |= name == "--tune";
                result.Compares |= name == "--compare";
                continue;
            }
            string value = i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{name} needs a value.");
            switch (name)
            {
                case "--sets": result.Sets = List(value); break;
                case "--classes": result.Classes = List(value); break;
                case "--seeds": result.Seeds = [.. List(value).Select(seed => Number(seed, 0, name))]; break;
                case "--epochs": result.GenerativeEpochs = Number(value, 1, name); break;
                case "--rows": result.Rows = Number(value, 1, name); break;
                case "--shots": result.Labels = new LabelDraw(Number(value, 1, name)); break;
                case "--set": settings.Add(value); break;
                case "--out": result.OutputFolder = value; break;
                case "--map": result.Map = SetAndClass(value, name); break;
                case "--contributions": result.Drawn = SetAndClass(value, name); break;
                default: throw new ArgumentException($"There is no option {name}.");
            }
        }
        if (!Directory.Exists(result.DataFolder))
            throw new ArgumentException($"There is no data folder '{result.DataFolder}'.");
        result.Settings = OptionSettings.Parse(settings);
        result.Settings.Apply(new PrototypeDataDescriptionTrainer.Options());
        return result;
    }

    private static (string Set, string Class) SetAndClass(string value, string name) =>
        value.Split(':') is [var set, var held] ? (set, held) : throw new ArgumentException($"{name} takes SET:CLASS.");

    private static string[] List(string value) =>
        [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    private static int Number(string value, int minimum, string name) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new ArgumentException($"{name} takes whole numbers from {minimum}, not '{value}'.");
}
