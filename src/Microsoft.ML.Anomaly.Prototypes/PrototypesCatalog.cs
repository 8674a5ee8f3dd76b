using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Metrics;

namespace Microsoft.ML;

/// <summary>
/// The trainers of Microsoft.ML.Anomaly.Prototypes as members of <c>mlContext.AnomalyDetection.Trainers</c>.
/// </summary>
public static partial class PrototypesCatalog
{
    /// <summary>
    /// Measures how well scores rank anomalies: average precision and more, beside what
    /// <see cref="AnomalyDetectionCatalog.Evaluate"/> gives. It takes Boolean labels too, and needs no PredictedLabel column.
    /// </summary>
    /// <param name="catalog">The anomaly detection catalog.</param>
    /// <param name="data">The scored data.</param>
    /// <param name="labelColumnName">
    /// The true labels: Boolean (true: anomaly), Single (above 0: anomaly), or a key with two values (second: anomaly).
    /// </param>
    /// <param name="scoreColumnName">The scores, of type Single, the larger the more anomalous.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public static AnomalyRankingMetrics EvaluateRanking(
        this AnomalyDetectionCatalog catalog, IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        return AnomalyRankingEvaluator.Evaluate(data, labelColumnName, scoreColumnName);
    }
}
