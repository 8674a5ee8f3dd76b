using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;
using TorchSharp;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>What verbs that train have in common.</summary>
internal sealed class TrainingOptions
{
    private const int DefaultMostCategories = 100;

    private readonly Option<string[]> _ignore = new("--ignore") { Description = "A column to leave out; repeat it for several.", HelpName = "column", DefaultValueFactory = _ => [] };

    private readonly Option<string[]> _category = new("--category") { Description = "A column whose values are categories even where they are numbers; repeat it for several.", HelpName = "column", DefaultValueFactory = _ => [] };

    private readonly Option<string[]> _keep = new("--keep") { Description = "A column to use though it looks like an identifier; repeat it for several.", HelpName = "column", DefaultValueFactory = _ => [] };

    private readonly Option<int> _mostCategories = new("--max-categories") { Description = "A column of texts with more distinct values is used as how often each is there, or left out where most are there once.", HelpName = "number", DefaultValueFactory = _ => DefaultMostCategories };

    private readonly Option<string?> _classes = new("--classes") { Description = "The column with the classes of normal rows, for trainers that learn from those.", HelpName = "column" };

    private readonly Option<string[]> _option = new("--option", "-o") { Description = "An option of the trainer, as Name=Value; repeat it for several.", HelpName = "name=value", DefaultValueFactory = _ => [] };

    private readonly ThresholdOption _threshold;

    private readonly Option<int> _seed = new("--seed") { Description = "The seed of all randomness: the same one makes the same model.", HelpName = "number", DefaultValueFactory = _ => 1 };

    private readonly Option<string> _device = new("--device") { Description = "Where to train: auto, cpu, cuda or cuda:1.", HelpName = "device", DefaultValueFactory = _ => "auto" };

    private readonly Option<int?> _threads = new("--threads") { Description = "The number of processor threads that training uses.", HelpName = "number" };

    public TrainingOptions(Command command)
    {
        foreach (Option option in (Option[])[_ignore, _category, _keep, _mostCategories, _classes, _option, _seed, _device, _threads])
            command.Add(option);
        _threshold = new ThresholdOption(command);
    }

    public int Seed(ParseResult command) => command.GetValue(_seed);

    /// <summary>How to choose columns.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="table">The options of tables.</param>
    /// <param name="image">The shape of the images that the features are pixels of; null where they are none.</param>
    /// <exception cref="UsageException">An option makes no sense.</exception>
    public ColumnInference Columns(ParseResult command, TableOptions table, ImageShape? image = null) => command.GetValue(_mostCategories) is var most and >= 1
        ? new ColumnInference(command.GetValue(_ignore)!, command.GetValue(_category)!, command.GetValue(_keep)!, most, table.DecimalComma(command), image)
        : throw new UsageException($"--max-categories takes a number from 1, not {command.GetValue(_mostCategories)}.");

    /// <summary>The column with the classes of normal rows; null for a trainer that has no use for it.</summary>
    /// <exception cref="UsageException">The trainer needs one.</exception>
    public string? Classes(ParseResult command, TrainerEntry trainer) => !trainer.LearnsFromClasses ? null
        : command.GetValue(_classes)
        ?? throw new UsageException($"The trainer {trainer.Name} learns from the classes of normal rows: say which column has them with --classes COLUMN.");

    /// <summary>The trainer's options, all but progress.</summary>
    /// <exception cref="UsageException">One makes no sense.</exception>
    public PrototypeTrainerOptions Create(ParseResult command, MLContext mlContext, TrainerEntry trainer, CancellationToken cancellation)
    {
        PrototypeTrainerOptions options = trainer.NewOptions();
        options.Seed = Seed(command);
        options.Device = Device(command.GetValue(_device)!);
        options.CancellationToken = cancellation;
        if (_threshold.Read(command) is { } threshold)
        {
            // A trainer that gives probabilities chooses by them unless told otherwise.
            if (threshold == AnomalyThreshold.ExpectedF1 && options.Threshold != threshold)
            {
                throw new UsageException(
                    $"--threshold expected-f1 needs probabilities, which {trainer.Name} does not give: train without it, then use 'adjust' with --calibrate and rows with true labels.");
            }
            options.Threshold = threshold;
        }
        if (command.GetValue(_threads) is < 1)
            throw new UsageException($"--threads takes a number from 1, not {command.GetValue(_threads)}.");
        // This trainer has threads of its own beside torch's.
        if (options is PrototypeEnsembleTrainer.Options ensemble)
            ensemble.NumberOfThreads = command.GetValue(_threads);
        TrainerOptionText.Apply(command.GetValue(_option)!, options);
        try
        {
            trainer.Check(mlContext, options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--option {Wording.OfArgument(e)}", e);
        }
        return options;
    }

    /// <summary>Makes torch use as many threads as asked for.</summary>
    public void SetThreads(ParseResult command)
    {
        if (command.GetValue(_threads) is not { } threads)
            return;
        torch.set_num_threads(threads);
    }

    private static TrainingDevice Device(string text)
    {
        const string cuda = "cuda";
        return text switch
        {
            "auto" => TrainingDevice.Auto,
            "cpu" => TrainingDevice.Cpu,
            cuda => TrainingDevice.Cuda(),
            _ when text.StartsWith(cuda + ":", StringComparison.Ordinal)
                && int.TryParse(text[(cuda.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int index) => TrainingDevice.Cuda(index),
            _ => throw new UsageException($"--device takes auto, cpu, cuda or cuda:N, not '{text}'."),
        };
    }
}
