using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Metrics;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>A trained detector: scores rows, lazily and without libtorch.</summary>
/// <typeparam name="TModel">What the trainer has learned.</typeparam>
public sealed partial class PrototypeTransformer<TModel> : ITransformer
    where TModel : PrototypeModel
{
    private readonly IHostEnvironment _environment;

    private readonly DetectorState _state;

    internal PrototypeTransformer(IHostEnvironment environment, TModel model, DetectorState state)
    {
        _environment = environment;
        _state = state;
        Model = model;
    }

    /// <summary>What the trainer has learned.</summary>
    public TModel Model { get; }

    /// <summary>The features column that is scored.</summary>
    public string FeatureColumnName => _state.FeatureColumnName;

    /// <summary>A row whose score is above this counts as an anomaly: its PredictedLabel is true.</summary>
    public float Threshold => _state.Threshold;

    /// <summary>The columns that follow PredictedLabel, Score, and Probability where there is one.</summary>
    public PrototypeColumns OutputColumns => _state.OutputColumns;

    /// <summary>How the scores were calibrated; null where they were not, so that there is no column Probability.</summary>
    public CalibrationMethod? Calibration => _state.Calibration?.Method;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The same detector with another threshold.</summary>
    /// <param name="threshold">Any finite number, in the units of the Score column.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not finite.</exception>
    public PrototypeTransformer<TModel> WithThreshold(float threshold) => float.IsFinite(threshold)
        ? new(_environment, Model, _state with { Threshold = threshold })
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a finite number.");

    /// <summary>The same detector with a threshold that is chosen by labelled rows, better ones than those it was trained on.</summary>
    /// <param name="data">Rows with the features column and a label column. Rows without a score (NaN) don't count.</param>
    /// <param name="threshold">How to choose.</param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly), Single (above 0: anomaly), or a key with two values (second: anomaly).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type or width.</exception>
    /// <exception cref="InvalidOperationException">There are no rows to choose by, or no anomalies among them.</exception>
    public PrototypeTransformer<TModel> WithThreshold(IDataView data, AnomalyThreshold threshold, string labelColumnName = "Label")
    {
        ArgumentNullException.ThrowIfNull(threshold);
        if (threshold.NeedsProbabilities && _state.Calibration is null)
            throw new InvalidOperationException($"The threshold {threshold} needs probabilities, which this detector does not have. Call Calibrate first.");
        (float[] scores, bool[] isAnomaly) = LabelledScores(data, labelColumnName);
        // Probabilities need no labels beside them.
        if (threshold.NeedsProbabilities)
            return WithThreshold(threshold.Choose(scores, isAnomaly, _state.Calibration));
        if (threshold.NeedsScores && !isAnomaly.Contains(false))
            throw new InvalidOperationException("A threshold cannot be chosen by these data: no row that is not an anomaly has a score.");
        if (threshold.NeedsAnomalies && !isAnomaly.Contains(true))
        {
            throw new InvalidOperationException(
                $"The threshold {threshold} cannot be chosen by these data: none of their rows is an anomaly by the label column '{labelColumnName}'.");
        }
        return WithThreshold(threshold.Choose(scores, isAnomaly));
    }

    /// <summary>The same detector with the threshold that a given share of rows exceeds. No labels are needed.</summary>
    /// <param name="data">Rows as they are met in use. Rows without a score (NaN) don't count.</param>
    /// <param name="fraction">The expected share of anomalies, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The features column is missing, or has another type or width; or <paramref name="fraction"/> is out of its range.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are no rows to choose by.</exception>
    public PrototypeTransformer<TModel> WithContamination(IDataView data, double fraction)
    {
        AnomalyThreshold threshold = AnomalyThreshold.Contamination(fraction);
        ArgumentNullException.ThrowIfNull(data);
        float[] scores = [.. Transform(data).GetColumn<float>(OutputSchema.Score).Where(score => !float.IsNaN(score))];
        return scores.Length > 0
            ? WithThreshold(threshold.Choose(scores, new bool[scores.Length]))
            : throw new InvalidOperationException("A threshold cannot be chosen by these data: no row has a score.");
    }

    /// <summary>
    /// The same detector with a column Probability behind Score: the probability that the row is an anomaly. It rises with the score,
    /// and does not change PredictedLabel.
    /// </summary>
    /// <param name="data">
    /// Rows with the features column and the truth, which the detector was not trained on. The probabilities are those of data with as
    /// many anomalies. Rows that are not labelled as anomalies count as normal; rows without a score (NaN) don't count.
    /// </param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly), Single (above 0: anomaly), or a key with two values (second: anomaly).
    /// </param>
    /// <param name="method">The form of the function from score to probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type or width.</exception>
    /// <exception cref="InvalidOperationException">The data lack anomalies, or rows that are none.</exception>
    public PrototypeTransformer<TModel> Calibrate(
        IDataView data, string labelColumnName = "Label", CalibrationMethod method = CalibrationMethod.Platt)
    {
        if (!Enum.IsDefined(method) || method == CalibrationMethod.OutOfBag)
            throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method of calibration.");
        (float[] scores, bool[] isAnomaly) = LabelledScores(data, labelColumnName);
        int anomalies = isAnomaly.Count(a => a);
        if (anomalies == 0 || anomalies == isAnomaly.Length)
        {
            throw new InvalidOperationException(
                $"Calibration needs rows of both kinds: the label column '{labelColumnName}' marks {anomalies} of {isAnomaly.Length} scored rows as anomalies.");
        }
        return new(_environment, Model, _state with { Calibration = ScoreCalibration.Fit(method, scores, isAnomaly) });
    }

    /// <summary>The input's columns followed by those of the detector.</summary>
    /// <param name="inputSchema">The schema of the rows to be scored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, or has another type or width.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <summary>
    /// Appends the detector's columns. Nothing is computed before a cursor asks for it, and no column that it does not ask for. A cursor
    /// reads some rows ahead, 64 at most, and holds no more in memory.
    /// </summary>
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

    void ICanSaveModel.Save(ModelSaveContext ctx) => Persistence.Save(ctx, Model, _state);

    private (float[] Scores, bool[] IsAnomaly) LabelledScores(IDataView data, string labelColumnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        (float[] scores, bool[] isAnomaly) = AnomalyRankingEvaluator.Read(Transform(data), labelColumnName, OutputSchema.Score);
        return ([.. scores.Where(score => !float.IsNaN(score))], [.. isAnomaly.Where((_, i) => !float.IsNaN(scores[i]))]);
    }

    private ScoringMapper Bind(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = ColumnCheck.Features(inputSchema, FeatureColumnName, nameof(inputSchema));
        int width = ((VectorDataViewType)features.Type).Size;
        return width == Model.NumberOfFeatures
            ? new ScoringMapper(_environment, Model, _state, inputSchema, features)
            : throw new ArgumentOutOfRangeException(nameof(inputSchema),
                $"The features column '{FeatureColumnName}' has {width} slots, but the model was trained on {Model.NumberOfFeatures}.");
    }
}
