using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
    /// <summary>
    /// Creates a <see cref="PrototypeDataDescriptionTrainer"/>, which learns from unlabelled normal rows and a few labelled examples of each
    /// normal class.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The class column: a key (missing: unlabelled), a whole number (below 0: unlabelled), or Single with whole numbers (NaN or below 0:
    /// unlabelled).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    /// <param name="imageShape">The images' shape where the features are pixels; null for plain feature vectors.</param>
    public static PrototypeDataDescriptionTrainer PrototypeDataDescription(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        ImageShape? imageShape = null) =>
        catalog.PrototypeDataDescription(new PrototypeDataDescriptionTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ImageShape = imageShape,
        });

    /// <summary>
    /// Creates a <see cref="PrototypeDataDescriptionTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PrototypeDataDescriptionTrainer PrototypeDataDescription(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, PrototypeDataDescriptionTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new PrototypeDataDescriptionTrainer(catalog.GetEnvironment(), options);
    }
}
