using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="PReNetTrainer"/>, which learns from pairs of rows how many anomalies are among them.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly, false: unlabelled), Single (above 0: anomaly, 0 or NaN: unlabelled, below 0: normal), or a
    /// key with two values (second: anomaly).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    public static PReNetTrainer PReNet(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features") =>
        catalog.PReNet(new PReNetTrainer.Options { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a <see cref="PReNetTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PReNetTrainer PReNet(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, PReNetTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new PReNetTrainer(catalog.GetEnvironment(), options);
    }
}
