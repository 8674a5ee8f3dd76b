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
        options.LabelColumnName, options.FeatureColumnName, options.SkipInvalidRows, channel, options.CancellationToken).Read(input, validation);

    /// <summary>Says in the log what the training works on.</summary>
    public void Announce(TrainingRows rows, torch.Device device) => channel.Info(MessageSensitivity.None,
        $"Training on {rows.Unlabelled.Length} unlabelled rows and {rows.Anomalies.Length} labelled anomalies of {rows.Features.Width} features, on {device}, with seed {Seed}.");
}
