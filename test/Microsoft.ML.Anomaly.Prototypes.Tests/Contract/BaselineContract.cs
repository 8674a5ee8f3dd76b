using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>What the contract has to know of a trainer for comparison.</summary>
/// <param name="name">The trainer's name in the catalog.</param>
/// <param name="create">Makes the trainer.</param>
/// <param name="step">The losses of one step for some rows, of which the first half is unlabelled, and the networks that they train.</param>
internal sealed class BaselineContract<TOptions>(
    string name, Func<AnomalyDetectionCatalog.AnomalyDetectionTrainers, TOptions, IEstimator<ITransformer>> create,
    Func<Tensor, (Tensor Losses, nn.Module[] Networks)> step) : TrainerContract
    where TOptions : BaselineOptions, new()
{
    public override string Name => name;

    public override string MainPhase => "Training";

    public override PrototypeColumns Columns => LearnsFromClasses ? PrototypeColumns.FeatureContributions | PrototypeColumns.NearestClass : PrototypeColumns.FeatureContributions;

    public override bool LearnsFromClasses => typeof(TOptions).IsSubclassOf(typeof(ClassOptions));

    public override bool NeedsAnomalies => !LearnsFromClasses && !typeof(TOptions).IsSubclassOf(typeof(UnlabelledOptions));

    /// <summary>What else the quick options set.</summary>
    public Action<TOptions> Quick { get; init; } = _ => { };

    /// <summary>Enough training for <see cref="ToyData"/>, in well under a second.</summary>
    public TOptions QuickOptions()
    {
        var options = new TOptions { HiddenSizes = [16], NumberOfEpochs = 6, BatchSize = 16, BatchesPerEpoch = 5, Seed = 3, Device = TestDevice.Training };
        Quick(options);
        return options;
    }

    public override IEstimator<ITransformer> Create(MLContext mlContext, ContractSettings settings) =>
        create(mlContext.AnomalyDetection.Trainers, Apply(settings, QuickOptions()));

    public override void RunOneStep(Device device)
    {
        const int rows = 24;
        using var generator = new Generator(1, device);
        (Tensor losses, nn.Module[] networks) = step(randn([rows, ToyData.Width], generator: generator, device: device));
        losses.sum().backward();
        AssertGradients(networks.SelectMany(network => network.named_parameters()));
        foreach (nn.Module network in networks)
            network.Dispose();
    }
}
