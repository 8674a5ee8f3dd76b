using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="DeepSvddTrainer"/>, which maps rows close to a centre; needs no labels.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    public static DeepSvddTrainer DeepSvdd(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features") =>
        catalog.DeepSvdd(new DeepSvddTrainer.Options { FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a <see cref="DeepSvddTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static DeepSvddTrainer DeepSvdd(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, DeepSvddTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DeepSvddTrainer(catalog.GetEnvironment(), options);
    }
}
