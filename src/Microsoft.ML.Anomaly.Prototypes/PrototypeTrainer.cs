using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What the trainers of this library have in common.</summary>
/// <typeparam name="TModel">What the trainer learns.</typeparam>
public abstract class PrototypeTrainer<TModel> : IEstimator<PrototypeTransformer<TModel>>
    where TModel : PrototypeModel
{
    private readonly IHost _host;
    private readonly IHostEnvironment _environment;
    private readonly PrototypeTrainerOptions _options;

    private protected PrototypeTrainer(
        IHostEnvironment environment, string registrationName, PrototypeTrainerOptions options, PrototypeColumns availableColumns)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated(availableColumns);
        if (_options.Threshold.NeedsProbabilities && !GivesProbability)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"The threshold {_options.Threshold} needs probabilities, which this trainer does not give. Choose another one for the option Threshold.");
        }
        _environment = environment;
        _host = environment.Register(registrationName);
    }

    /// <summary>A checked copy of the options.</summary>
    private protected PrototypeTrainerOptions CheckedOptions => _options;

    /// <summary>Trains a detector.</summary>
    /// <param name="input">Training data with the label and the features column.</param>
    /// <returns>The trained detector, which scores without libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">
    /// The data can't be trained on (no rows, no labels, NaN among the features ...), or <see cref="PrototypeTrainerOptions.Device"/>
    /// asks for a GPU that is not there, or the application refers to no package with libtorch.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="PrototypeTrainerOptions.CancellationToken"/> was cancelled before there was a model worth having.
    /// </exception>
    public PrototypeTransformer<TModel> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return FitCore(input, validation: null);
    }

    /// <summary>The columns that the trained detector will give out for an input of the given shape.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (_options.LabelColumnName != "")
            CheckLabel(inputSchema, _options.LabelColumnName);
        SchemaShape.Column features = ColumnCheck.Features(inputSchema, _options.FeatureColumnName, nameof(inputSchema));
        return OutputSchema.Shape(inputSchema, features, _options.OutputColumns, GivesProbability);
    }

    private protected PrototypeTransformer<TModel> FitCore(IDataView input, IDataView? validation)
    {
        using IChannel channel = _host.Start("Training");
        var run = new TrainingRun(_host, _environment, channel, _options, input, validation);
        (TModel model, float threshold) = Train(run);
        return new PrototypeTransformer<TModel>(
            _environment, model, new DetectorState(_options.FeatureColumnName, threshold, _options.OutputColumns, run.Calibration));
    }

    /// <exception cref="ArgumentOutOfRangeException">The label column is missing or has a type that the trainer can't read.</exception>
    private protected virtual void CheckLabel(SchemaShape inputSchema, string labelColumnName) =>
        ColumnCheck.Label(inputSchema, labelColumnName, nameof(inputSchema));

    /// <summary>Whether the trained detector has a column Probability from the start.</summary>
    private protected virtual bool GivesProbability => false;

    /// <summary>Reads the data, checks them, trains, and chooses the threshold.</summary>
    private protected abstract (TModel Model, float Threshold) Train(TrainingRun run);
}
