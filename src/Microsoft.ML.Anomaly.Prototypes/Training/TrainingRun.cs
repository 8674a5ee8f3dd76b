using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>One call of Fit: its data, and what the trainer needs besides. Everything is looked at only when it is asked for.</summary>
internal sealed class TrainingRun(
    IHost host, IHostEnvironment environment, IChannel channel, PrototypeTrainerOptions options, IDataView input, IDataView? validation)
{
    private int? _seed = options.Seed;

    public IDataView Input => input;

    /// <summary>The caller's validation data; null where there are none.</summary>
    public IDataView? Validation => validation;

    public IChannel Channel => channel;

    public TrainingReporter Reporter { get; } = new(channel, options.Progress);

    /// <summary>The seed of the options, else one from the context.</summary>
    public int Seed => _seed ??= host.Rand.Next();

    /// <summary>What the trainer makes probabilities of scores by, where it knows how.</summary>
    public ScoreCalibration? Calibration { get; set; }

    /// <exception cref="InvalidOperationException">libtorch can't be loaded, or the options ask for a GPU that is not there.</exception>
    public torch.Device SelectDevice()
    {
        TorchLibrary.Require();
        return DeviceSelector.Select(options.Device, environment);
    }

    /// <summary>Reads unlabelled rows and labelled anomalies.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The rows can't be trained on; the message says why.</exception>
    public TrainingRows ReadRows() => new TrainingRowsReader(
        options.LabelColumnName, options.FeatureColumnName, options.SkipInvalidRows, options.MaximumTrainingRows, new SeedSequence(Seed).Rows, channel,
        options.CancellationToken)
    {
        NeedsAnomalies = options.NeedsLabelColumn,
    }.Read(input, validation);

    /// <summary>Finds extreme values, and says in the log which features have some.</summary>
    public ExtremeValues FindExtremes(TrainingRows rows, Random random)
    {
        ExtremeValues extremes = ExtremeValues.Find(rows, random);
        DataViewSchema.Column features = input.Schema[options.FeatureColumnName];
        foreach (ExtremeValues.Feature feature in extremes.Features)
        {
            channel.Warning(MessageSensitivity.UserData, string.Create(
                CultureInfo.InvariantCulture,
                $"The features column '{features.Name}' has values in {SlotName.Of(features, feature.Slot)} that are a thousand times farther out than its usual ones, {feature.Example:G6} for example, in {feature.Rows} rows. They don't count in its scaling. If they stand for missing values, replace them."));
        }
        return extremes;
    }

    /// <summary>Says in the log what the training works on.</summary>
    public void Announce(TrainingRows rows, torch.Device device) => channel.Info(MessageSensitivity.None,
        $"Training on {rows.Unlabelled.Length} unlabelled rows and {rows.Anomalies.Length} labelled anomalies of {rows.Features.Width} features, on {device}, with seed {Seed}.");
}
