using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>A trained detector: scores rows, lazily and without libtorch.</summary>
/// <typeparam name="TModel">What the trainer has learned.</typeparam>
public sealed class PrototypeTransformer<TModel> : ITransformer
    where TModel : PrototypeModel
{
    private readonly IHostEnvironment _environment;

    internal PrototypeTransformer(
        IHostEnvironment environment, TModel model, string featureColumnName, float threshold, PrototypeColumns outputColumns)
    {
        _environment = environment;
        Model = model;
        FeatureColumnName = featureColumnName;
        Threshold = threshold;
        OutputColumns = outputColumns;
    }

    /// <summary>What the trainer has learned.</summary>
    public TModel Model { get; }

    /// <summary>The features column that is scored.</summary>
    public string FeatureColumnName { get; }

    /// <summary>A row whose score is above this counts as an anomaly: its PredictedLabel is true.</summary>
    public float Threshold { get; }

    /// <summary>The columns that follow PredictedLabel and Score.</summary>
    public PrototypeColumns OutputColumns { get; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The same detector with another threshold.</summary>
    /// <param name="threshold">Any finite number, in the units of the Score column.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not finite.</exception>
    public PrototypeTransformer<TModel> WithThreshold(float threshold) => float.IsFinite(threshold)
        ? new(_environment, Model, FeatureColumnName, threshold, OutputColumns)
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a finite number.");

    /// <summary>The input's columns followed by those of the detector.</summary>
    /// <param name="inputSchema">The schema of the rows to be scored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, or has another type or width.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <summary>Appends the detector's columns. Nothing is computed before a cursor asks for it.</summary>
    /// <param name="input">The rows to be scored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, or has another type or width.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoringDataView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => Persistence.Save(ctx, Model, FeatureColumnName, Threshold, OutputColumns);

    private ScoringMapper Bind(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = ColumnCheck.Features(inputSchema, FeatureColumnName, nameof(inputSchema));
        int width = ((VectorDataViewType)features.Type).Size;
        return width == Model.NumberOfFeatures
            ? new ScoringMapper(_environment, Model, Threshold, OutputColumns, inputSchema, features)
            : throw new ArgumentOutOfRangeException(nameof(inputSchema),
                $"The features column '{FeatureColumnName}' has {width} slots, but the model was trained on {Model.NumberOfFeatures}.");
    }
}
