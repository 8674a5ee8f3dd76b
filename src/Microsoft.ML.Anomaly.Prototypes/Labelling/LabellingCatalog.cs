using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Labelling;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Chooses the rows whose labels would help most: active learning. Ask somebody about them, set their labels, train again and ask
    /// for the next ones. It starts without any label and without a detector, by the distance to other rows.
    /// </summary>
    /// <param name="catalog">The anomaly detection catalog.</param>
    /// <param name="data">The rows, scored by a detector or not.</param>
    /// <param name="count">How many rows to choose; at least 1.</param>
    /// <param name="featureColumnName">The features: a vector of Single of known size. Rows with NaN or an infinity are not chosen.</param>
    /// <param name="scoreColumnName">The scores, of type Single, the larger the more anomalous; null where there is no detector yet.</param>
    /// <param name="labelColumnName">
    /// The labels so far, as the trainers read them; labelled rows are not chosen: anomalies, and rows known to be normal (below 0). Null
    /// where there are none.
    /// </param>
    /// <param name="seed">The seed of what is drawn where there is no detector.</param>
    /// <returns>The rows, in the order in which to look at them; fewer than asked for where there are not so many.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type, or <paramref name="count"/> is below 1.</exception>
    public static IReadOnlyList<RowSuggestion> SuggestRowsToLabel(
        this AnomalyDetectionCatalog catalog, IDataView data, int count = 10, string featureColumnName = "Features", string? scoreColumnName = "Score",
        string? labelColumnName = null, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return RowSuggester.Suggest(data, count, featureColumnName, scoreColumnName, labelColumnName, seed);
    }
}
