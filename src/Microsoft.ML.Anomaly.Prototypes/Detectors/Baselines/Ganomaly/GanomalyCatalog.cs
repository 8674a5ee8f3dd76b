using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="GanomalyTrainer"/>, which learns to rebuild normal rows, and scores them by the codes of rows and reconstructions; needs no labels.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    /// <param name="imageShape">The images' shape where the features are pixels; null for plain feature vectors.</param>
    public static GanomalyTrainer Ganomaly(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features", ImageShape? imageShape = null) =>
        catalog.Ganomaly(new GanomalyTrainer.Options { FeatureColumnName = featureColumnName, ImageShape = imageShape });

    /// <summary>
    /// Creates a <see cref="GanomalyTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static GanomalyTrainer Ganomaly(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, GanomalyTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new GanomalyTrainer(catalog.GetEnvironment(), options);
    }
}
