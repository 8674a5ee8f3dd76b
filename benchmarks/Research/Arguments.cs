using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>What the command line asks for.</summary>
internal sealed class Arguments
{
    public const string Usage = """
        usage: Research DATA_FOLDER [OPTIONS]

          DATA_FOLDER      holds tabular/, classes/ and splits/ as the benchmark Accuracy reads them, with the protocols wvad10 and wvad5
          --study NAME     of Wvad:
                           tables       letter, Ionosphere and satellite with 10 % and 5 % labelled anomalies beside the paper (default)
                           ablation     each part left out
                           sensitivity  other numbers of epochs, weights and batch sizes
                           clusters     too few and too many clusters, on data of three, five and eight
                           choice       the number of clusters that the Bayesian information criterion chooses
                           cost         processor time as rows and features grow (made data; DATA_FOLDER is not read)
                           of MultiNormalPrototypes:
                           prototypes   1 to 64 prototypes, on data of three, five and eight normal classes
                           encoder      a variational encoder, on six tables
                           windows      windows of a made series as rows, beside the ensemble and RandomizedPca (DATA_FOLDER is not read)
                           transfer     whether it is of use where some normal classes are others, on satellite and letters
                           weights      whether the weight of a row tells anomalies
          --runs N         runs of each line: five splits, then again with other seeds of the model; default 10, in studies 5
          --sets a,b       default all of the study
          --protocols a,b  of the tables; default wvad10,wvad10-clean,wvad5,wvad5-clean
          --set Key=Value  sets an option in all lines of the tables and studies; may be repeated
          --out FOLDER     default artifacts/bench/research; what is there already is not run again
        """;

    private static readonly string[] AllStudies = ["tables", "ablation", "sensitivity", "clusters", "choice", "cost", "prototypes", "encoder", "windows", "transfer", "weights"];

    public string DataFolder { get; private set; } = "";

    public string Study { get; private set; } = "tables";

    public int Runs { get; private set; }

    /// <summary>The data sets that are asked for; empty asks for all.</summary>
    public IReadOnlyList<string> Sets { get; private set; } = [];

    public IReadOnlyList<string> Protocols { get; private set; } = ["wvad10", "wvad10-clean", "wvad5", "wvad5-clean"];

    /// <summary>Options that all lines have besides their own, each as Name=Value.</summary>
    public List<string> Settings { get; } = [];

    public string OutputFolder { get; private set; } = Path.Combine("artifacts", "bench", "research");

    /// <exception cref="ArgumentException">The command line can't be understood.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var result = new Arguments();
        for (int i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) && result.DataFolder == "")
            {
                result.DataFolder = args[i];
                continue;
            }
            string name = args[i], value = i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{name} needs a value.");
            switch (name)
            {
                case "--study" when AllStudies.Contains(value): result.Study = value; break;
                case "--study": throw new ArgumentException($"There is no study '{value}'.");
                case "--runs": result.Runs = Number(value, name); break;
                case "--sets": result.Sets = value.Split(','); break;
                case "--protocols": result.Protocols = value.Split(','); break;
                case "--set": result.Settings.Add(value); break;
                case "--out": result.OutputFolder = value; break;
                default: throw new ArgumentException($"There is no option {name}.");
            }
        }
        if (!Directory.Exists(result.DataFolder))
            throw new ArgumentException($"There is no data folder '{result.DataFolder}'.");
        if (result.Runs == 0)
            result.Runs = result.Study == "tables" ? 10 : 5;
        return result;
    }

    public bool Asks(string set) => Sets.Count == 0 || Sets.Contains(set);

    private static int Number(string value, string name) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ArgumentException($"{name} takes a whole number from 1, not '{value}'.");
}
