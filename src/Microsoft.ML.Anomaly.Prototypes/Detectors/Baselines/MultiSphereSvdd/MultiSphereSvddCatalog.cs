using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="MultiSphereSvddTrainer"/>, which maps rows into several spheres; needs no labels.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    public static MultiSphereSvddTrainer MultiSphereSvdd(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features") =>
        catalog.MultiSphereSvdd(new MultiSphereSvddTrainer.Options { FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a <see cref="MultiSphereSvddTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static MultiSphereSvddTrainer MultiSphereSvdd(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MultiSphereSvddTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new MultiSphereSvddTrainer(catalog.GetEnvironment(), options);
    }
}
