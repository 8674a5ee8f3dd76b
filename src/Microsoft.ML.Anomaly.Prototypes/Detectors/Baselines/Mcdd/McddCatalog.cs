using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="McddTrainer"/>, which learns a spherical normal distribution for each labelled normal class.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The class column: a key (missing: unlabelled), a whole number (below 0: unlabelled), or Single with whole numbers (NaN or below 0: unlabelled).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    public static McddTrainer Mcdd(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features") =>
        catalog.Mcdd(new McddTrainer.Options { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a <see cref="McddTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static McddTrainer Mcdd(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, McddTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new McddTrainer(catalog.GetEnvironment(), options);
    }
}
