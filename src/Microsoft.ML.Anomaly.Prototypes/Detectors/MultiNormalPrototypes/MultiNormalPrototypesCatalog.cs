using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="MultiNormalPrototypesTrainer"/>, which learns from unlabelled rows and a handful of labelled anomalies.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly, false: unlabelled), Single (above 0: anomaly, 0 or NaN: unlabelled, below 0: normal), or a
    /// key with two values (second: anomaly).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    /// <param name="numberOfPrototypes">The number of groups of normal rows; 0 finds it out.</param>
    public static MultiNormalPrototypesTrainer MultiNormalPrototypes(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int numberOfPrototypes = 0) =>
        catalog.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            NumberOfPrototypes = numberOfPrototypes,
        });

    /// <summary>
    /// Creates a <see cref="MultiNormalPrototypesTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static MultiNormalPrototypesTrainer MultiNormalPrototypes(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MultiNormalPrototypesTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new MultiNormalPrototypesTrainer(catalog.GetEnvironment(), options);
    }
}
