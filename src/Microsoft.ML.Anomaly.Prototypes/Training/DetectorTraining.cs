using Microsoft.ML.Anomaly.Prototypes.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>What every training of networks has at hand.</summary>
/// <typeparam name="TOptions">The trainer's options.</typeparam>
internal abstract class DetectorTraining<TOptions> : IDisposable
    where TOptions : PrototypeTrainerOptions
{
    // Steps of networks this narrow take a millisecond. Shared among threads they take longer, and many times as long where another program
    // keeps one of the cores busy: all threads wait for the one that does not get its turn.
    private const int WidestForOneThread = 512;

    private readonly int _threads = get_num_threads();

    /// <param name="options">The trainer's options.</param>
    /// <param name="features">All rows.</param>
    /// <param name="scaling">What becomes of a row before the network sees it.</param>
    /// <param name="seed">The seed of all randomness.</param>
    /// <param name="device">Where the training takes place.</param>
    /// <param name="reporter">Is told how it goes on.</param>
    protected DetectorTraining(TOptions options, FeatureRows features, FeatureScaling scaling, int seed, Device device, TrainingReporter reporter)
    {
        (Options, Scaling, Device, Reporter) = (options, scaling, device, reporter);
        Seeds = new SeedSequence(seed);
        Loop = new TrainingLoop(reporter, device, options.CancellationToken);
        DeviceRows = new DeviceRows(features, scaling, device);
        if (device.type == TorchSharp.DeviceType.CPU && scaling.OutputWidth <= WidestForOneThread)
            set_num_threads(1);
    }

    public TOptions Options { get; }

    public FeatureScaling Scaling { get; }

    public Device Device { get; }

    public TrainingReporter Reporter { get; }

    public SeedSequence Seeds { get; }

    public TrainingLoop Loop { get; }

    /// <summary>The rows as the network sees them.</summary>
    public DeviceRows DeviceRows { get; }

    public virtual void Dispose()
    {
        DeviceRows.Dispose();
        set_num_threads(_threads);
    }
}
