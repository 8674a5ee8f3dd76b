using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Metrics;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// ML.NET's own <see cref="AnomalyDetectionCatalog.Evaluate"/> for labels as the trainers of this library take them: that method wants
    /// a Single that is 0 or 1.
    /// </summary>
    /// <param name="catalog">The anomaly detection catalog.</param>
    /// <param name="data">The scored data, with the columns Score and PredictedLabel.</param>
    /// <param name="labelColumnName">The true labels: Boolean (true: anomaly), Single (above 0: anomaly), or a key with two values (second: anomaly).</param>
    /// <param name="falsePositiveCount">The number of false positives at which the detection rate is measured.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public static AnomalyDetectionMetrics EvaluateDetection(
        this AnomalyDetectionCatalog catalog, IDataView data, string labelColumnName = "Label", int falsePositiveCount = 10)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        (float[] scores, bool[] isAnomaly) = AnomalyRankingEvaluator.Read(data, labelColumnName, "Score");
        IEnumerable<bool> predicted = data.GetColumn<bool>(data.Schema["PredictedLabel"]);
        IEnumerable<EvaluatedRow> rows = scores.Zip(isAnomaly, predicted).Select(row => new EvaluatedRow { Score = row.First, Label = row.Second ? 1 : 0, PredictedLabel = row.Third });
        return catalog.Evaluate(new MLContext().Data.LoadFromEnumerable(rows), falsePositiveCount: falsePositiveCount);
    }

    /// <summary>
    /// What each feature is worth to a detector: the average precision that is lost when its values are exchanged between rows. ML.NET's
    /// PermutationFeatureImportance knows no anomaly detectors.
    /// </summary>
    /// <param name="catalog">The anomaly detection catalog.</param>
    /// <param name="detector">The detector, or any transformer from the features to a column Score.</param>
    /// <param name="data">Rows with features and true labels, which are held in memory.</param>
    /// <param name="labelColumnName">The true labels: Boolean (true: anomaly), Single (above 0: anomaly), or a key with two values (second: anomaly).</param>
    /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
    /// <param name="permutations">How often to exchange each feature's values; at least 1.</param>
    /// <param name="seed">The seed of the permutations.</param>
    /// <returns>A measurement for each slot of the features.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type, or <paramref name="permutations"/> is below 1.</exception>
    public static IReadOnlyList<FeatureImportance> PermutationImportance(
        this AnomalyDetectionCatalog catalog, ITransformer detector, IDataView data, string labelColumnName = "Label", string featureColumnName = "Features",
        int permutations = 3, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        return Microsoft.ML.Anomaly.Prototypes.Metrics.PermutationImportance.Measure(new MLContext(seed), detector, data, labelColumnName, featureColumnName, permutations, seed);
    }

    private sealed class EvaluatedRow
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
