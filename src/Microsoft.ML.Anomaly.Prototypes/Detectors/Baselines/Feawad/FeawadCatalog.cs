using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="FeawadTrainer"/>, which scores rows by code, residual and reconstruction error of an autoencoder.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly, false: unlabelled), Single (above 0: anomaly, 0 or NaN: unlabelled, below 0: normal), or a
    /// key with two values (second: anomaly).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    public static FeawadTrainer Feawad(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features") =>
        catalog.Feawad(new FeawadTrainer.Options { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a <see cref="FeawadTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static FeawadTrainer Feawad(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, FeawadTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new FeawadTrainer(catalog.GetEnvironment(), options);
    }
}
