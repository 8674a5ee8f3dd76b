using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="WvadTrainer"/>, which models clusters of normal rows by a deep variational mixture model and learns from
    /// unlabelled rows and a handful of labelled anomalies.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly, false: unlabelled), Single (above 0: anomaly, 0 or NaN: unlabelled, below 0: normal), or a
    /// key with two values (second: anomaly).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    /// <param name="numberOfClusters">The number of clusters of normal rows; 0 finds it out.</param>
    public static WvadTrainer Wvad(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int numberOfClusters = 0) =>
        catalog.Wvad(new WvadTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            NumberOfClusters = numberOfClusters,
        });

    /// <summary>
    /// Creates a <see cref="WvadTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static WvadTrainer Wvad(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, WvadTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new WvadTrainer(catalog.GetEnvironment(), options);
    }
}
