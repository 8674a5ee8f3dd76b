using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="DagmmTrainer"/>, which models codes and reconstruction errors by a Gaussian mixture; needs no labels.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    public static DagmmTrainer Dagmm(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features") =>
        catalog.Dagmm(new DagmmTrainer.Options { FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a <see cref="DagmmTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static DagmmTrainer Dagmm(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, DagmmTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DagmmTrainer(catalog.GetEnvironment(), options);
    }
}
