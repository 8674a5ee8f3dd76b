using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>What the contract sets of a trainer's options; all else is left to <see cref="TrainerContract.Create"/>.</summary>
internal sealed record ContractSettings
{
    public int? Seed { get; init; } = 3;

    public string LabelColumnName { get; init; } = "Label";

    public string FeatureColumnName { get; init; } = "Features";

    public PrototypeColumns OutputColumns { get; init; } = PrototypeColumns.All;

    public TrainingDevice Device { get; init; } = TestDevice.Training;

    public bool SkipInvalidRows { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    public CancellationToken CancellationToken { get; init; }
}

/// <summary>What <see cref="TrainerContractTests"/> has to know of a trainer.</summary>
internal abstract class TrainerContract
{
    /// <summary>The trainer's name in the catalog, and which of its forms where there are several.</summary>
    public abstract string Name { get; }

    /// <summary>The phase of the progress reports from whose first epoch on a cancelled fit returns a model. It has at least three epochs.</summary>
    public abstract string MainPhase { get; }

    /// <summary>Whether it trains in epochs, so that there is something to report, and to keep of a cancelled fit, before it is done.</summary>
    public virtual bool HasEpochs => true;

    /// <summary>The least share of different scores that the model of a fit cancelled in the main phase gives to different rows.</summary>
    public virtual double DistinctScoresWhenCancelled => 0.9;

    /// <summary>Whether there is a column Probability from the start.</summary>
    public virtual bool HasProbability => false;

    /// <summary>Whether the label column tells normal classes instead of anomalies; such a trainer is given the rows' column Class.</summary>
    public virtual bool LearnsFromClasses => false;

    /// <summary>Whether data without a labelled anomaly are refused; otherwise data without a label column are accepted too, unless it learns from classes.</summary>
    public virtual bool NeedsAnomalies => !LearnsFromClasses;

    /// <summary>The output columns that follow PredictedLabel and Score.</summary>
    public abstract PrototypeColumns Columns { get; }

    /// <summary>The trainer with enough epochs for <see cref="ToyData"/>, in well under a second.</summary>
    public abstract IEstimator<ITransformer> Create(MLContext mlContext, ContractSettings settings);

    /// <summary>Builds the network on a device and runs the losses of one step there, forward and backward.</summary>
    public abstract void RunOneStep(torch.Device device);

    /// <summary>Passes the contract's settings on to the trainer's options.</summary>
    protected TOptions Apply<TOptions>(ContractSettings settings, TOptions options)
        where TOptions : PrototypeTrainerOptions
    {
        options.Seed = settings.Seed;
        options.LabelColumnName = LearnsFromClasses && (settings.LabelColumnName is "Label" or "IsAnomaly") ? "Class" : settings.LabelColumnName;
        options.FeatureColumnName = settings.FeatureColumnName;
        options.OutputColumns = settings.OutputColumns;
        options.Device = settings.Device;
        options.SkipInvalidRows = settings.SkipInvalidRows;
        options.Progress = settings.Progress;
        options.CancellationToken = settings.CancellationToken;
        return options;
    }

    /// <summary>Fails unless each parameter is on the device under test and has a gradient of its shape there.</summary>
    protected static void AssertGradients(IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        int count = 0;
        foreach ((string name, Parameter parameter) in parameters)
        {
            count++;
            Assert.AreEqual(TestDevice.Torch.type, parameter.device_type, name);
            torch.Tensor? gradient = parameter.grad;
            Assert.IsNotNull(gradient, $"{name} has no gradient");
            Assert.AreEqual(TestDevice.Torch.type, gradient.device_type, name);
            CollectionAssert.AreEqual(parameter.shape, gradient.shape, name);
        }
        Assert.AreNotEqual(0, count);
    }
}
