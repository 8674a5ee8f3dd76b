using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Trainers = Microsoft.ML.AnomalyDetectionCatalog.AnomalyDetectionTrainers;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>A trainer that the tool offers.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Title">What it is called in results.</param>
/// <param name="Description">What it is for, in half a line.</param>
internal abstract record TrainerEntry(string Name, string Title, string Description)
{
    /// <summary>Whether it learns from the classes of normal rows and sees no anomaly, instead of from labelled anomalies.</summary>
    public bool LearnsFromClasses { get; init; }

    /// <summary>Whether it is there for comparison; such a one runs only when it is named.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>The trainer's options at their defaults.</summary>
    public abstract PrototypeTrainerOptions NewOptions();

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public abstract void Check(MLContext mlContext, PrototypeTrainerOptions options);

    public abstract ITransformer Fit(MLContext mlContext, PrototypeTrainerOptions options, IDataView data);

    /// <summary>The same detector with another threshold, or with probabilities, by labelled rows.</summary>
    /// <param name="detector">One of this trainer's.</param>
    /// <param name="rows">Rows with the features and the label.</param>
    /// <param name="labelColumn">The label.</param>
    /// <param name="threshold">How to choose the threshold; null leaves it.</param>
    /// <param name="calibration">How to turn scores into probabilities; null leaves it.</param>
    public abstract ITransformer Adjust(ITransformer detector, IDataView rows, string labelColumn, AnomalyThreshold? threshold, CalibrationMethod? calibration);

    /// <summary>What a trained detector is like; null if it is not one of this trainer's.</summary>
    public abstract DetectorFacts? Describe(ITransformer transformer);
}

/// <inheritdoc/>
/// <param name="Create">The catalog's method.</param>
internal sealed record TrainerEntry<TOptions, TModel>(
    string Name, string Title, string Description, Func<Trainers, TOptions, PrototypeTrainer<TModel>> Create)
    : TrainerEntry(Name, Title, Description)
    where TOptions : PrototypeTrainerOptions, new()
    where TModel : PrototypeModel
{
    public override PrototypeTrainerOptions NewOptions() => new TOptions();

    public override void Check(MLContext mlContext, PrototypeTrainerOptions options) => Create(mlContext.AnomalyDetection.Trainers, (TOptions)options);

    public override ITransformer Fit(MLContext mlContext, PrototypeTrainerOptions options, IDataView data) =>
        Create(mlContext.AnomalyDetection.Trainers, (TOptions)options).Fit(data);

    public override ITransformer Adjust(ITransformer detector, IDataView rows, string labelColumn, AnomalyThreshold? threshold, CalibrationMethod? calibration)
    {
        var adjusted = (PrototypeTransformer<TModel>)detector;
        // Probabilities first, as the threshold may be chosen by them.
        if (calibration is { } method)
            adjusted = adjusted.Calibrate(rows, labelColumn, method);
        return threshold is null ? adjusted : adjusted.WithThreshold(rows, threshold, labelColumn);
    }

    public override DetectorFacts? Describe(ITransformer transformer) =>
        transformer is PrototypeTransformer<TModel> detector
            ? new DetectorFacts(this, detector.Model, detector.FeatureColumnName, detector.Threshold, detector.Calibration, detector.OutputColumns)
            : null;
}
