using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="EgbadTrainer"/>, which learns a bidirectional generative adversarial network of normal rows; needs no labels.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    /// <param name="imageShape">The images' shape where the features are pixels; null for plain feature vectors.</param>
    public static EgbadTrainer Egbad(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features", ImageShape? imageShape = null) =>
        catalog.Egbad(new EgbadTrainer.Options { FeatureColumnName = featureColumnName, ImageShape = imageShape });

    /// <summary>
    /// Creates a <see cref="EgbadTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static EgbadTrainer Egbad(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, EgbadTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new EgbadTrainer(catalog.GetEnvironment(), options);
    }
}
