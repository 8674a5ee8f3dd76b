using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns to tell anomalies from several groups of normal rows, from unlabelled rows, which may hide anomalies, and a handful of
/// labelled anomalies.
/// </summary>
/// <remarks>
/// <para>
/// An autoencoder is pre-trained on the unlabelled rows, k-means on its latent vectors gives the first prototypes, and then
/// everything is trained jointly: reconstruction, prototypes that attract unlabelled rows and repel labelled anomalies, and a
/// score head that sees latent vector, reconstruction error and similarity to the nearest prototype. Unlabelled rows count the
/// more, the likelier they are normal.
/// </para>
/// <para>
/// Dong, Liu, Ren, Xiong, Wu: "Multi-Normal Prototypes Learning for Weakly Supervised Anomaly Detection", 2024, arXiv 2408.14498.
/// </para>
/// <para>
/// The input are a label column (see <see cref="Options.LabelColumnName"/>) and a features column, a vector of <see cref="float"/>
/// of known size. The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/> in 0..1, the larger the
/// more anomalous) and those of <see cref="Options.OutputColumns"/>.
/// </para>
/// </remarks>
public sealed partial class MultiNormalPrototypesTrainer : IEstimator<PrototypeTransformer<MultiNormalPrototypesModel>>
{
    private const string RegistrationName = "MultiNormalPrototypes";

    private readonly IHost _host;
    private readonly IHostEnvironment _environment;
    private readonly Options _options;

    internal MultiNormalPrototypesTrainer(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _environment = environment;
        _host = environment.Register(RegistrationName);
    }

    /// <summary>Trains a detector.</summary>
    /// <param name="input">Training data with the label and the features column.</param>
    /// <returns>The trained detector, which scores without libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">
    /// The data can't be trained on (no rows, no labelled anomaly, NaN among the features ...), or <see cref="Options.Device"/> asks for
    /// a GPU that is not there.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="Options.CancellationToken"/> was cancelled before the first epoch of joint training was done.
    /// </exception>
    public PrototypeTransformer<MultiNormalPrototypesModel> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Train(input, null);
    }

    /// <summary>
    /// Trains a detector and chooses the epoch by data with true labels: of the validation rows, those that are not labelled as
    /// anomalies count as normal.
    /// </summary>
    /// <param name="input">Training data with the label and the features column.</param>
    /// <param name="validation">
    /// Validation data with the same columns. Nothing is trained on them, and the scaling does not see them: they choose the epoch of
    /// each stage of the pre-training and of the joint training, and the threshold; their normal rows give the first prototypes where
    /// <see cref="Options.PrototypeInitialization"/> says so. Without anomalies among them the joint training has a fixed number of
    /// epochs, and the training rows choose the threshold. No training row is held out in either case.
    /// </param>
    /// <returns>The trained detector, which scores without libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has the wrong type or width.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Fit(IDataView)"/>; also for validation data that has only anomalies.</exception>
    /// <exception cref="OperationCanceledException">As for <see cref="Fit(IDataView)"/>.</exception>
    public PrototypeTransformer<MultiNormalPrototypesModel> Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(validation);
        return Train(input, validation);
    }

    /// <summary>The columns that the trained detector will give out for an input of the given shape.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ColumnCheck.Label(inputSchema, _options.LabelColumnName, nameof(inputSchema));
        SchemaShape.Column features = ColumnCheck.Features(inputSchema, _options.FeatureColumnName, nameof(inputSchema));
        return OutputSchema.Shape(inputSchema, features, _options.OutputColumns);
    }

    private PrototypeTransformer<MultiNormalPrototypesModel> Train(IDataView input, IDataView? validation)
    {
        if (validation is null && _options.PrototypeInitialization == PrototypeInitialization.ValidationNormals)
        {
            throw new InvalidOperationException(
                "The option PrototypeInitialization asks for the normal rows of the validation data: call Fit(input, validation), or choose UnlabelledRows.");
        }
        using IChannel channel = _host.Start("Training");
        var reader = new TrainingRowsReader(
            _options.LabelColumnName, _options.FeatureColumnName, _options.SkipInvalidRows, channel, _options.CancellationToken);
        TrainingRows rows = reader.Read(input, validation);
        torch.Device device = DeviceSelector.Select(_options.Device, _environment);
        int seed = _options.Seed ?? _host.Rand.Next();
        channel.Info(MessageSensitivity.None,
            $"Training on {rows.Unlabelled.Length} unlabelled rows and {rows.Anomalies.Length} labelled anomalies of {rows.Features.Width} features, on {device}, with seed {seed}.");
        var training = new MultiNormalPrototypesTraining(_options, rows, seed, device, new TrainingReporter(channel, _options.Progress));
        (MultiNormalPrototypesModel model, float threshold) = training.Run();
        return new PrototypeTransformer<MultiNormalPrototypesModel>(_environment, model, _options.FeatureColumnName, threshold, _options.OutputColumns);
    }
}
