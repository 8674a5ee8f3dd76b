using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Metrics;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>
/// The trainers of Microsoft.ML.Anomaly.Prototypes as members of <c>mlContext.AnomalyDetection.Trainers</c>.
/// </summary>
public static class PrototypesCatalog
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

    /// <summary>
    /// Creates a <see cref="WvadTrainer"/>, which models clusters of normal rows by a deep variational mixture model and learns from
    /// unlabelled rows and a handful of labelled anomalies.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly, false: unlabelled), Single (above 0: anomaly, 0 or NaN: unlabelled, below 0: normal), or a
    /// key with two values (second: anomaly).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    /// <param name="numberOfClusters">The number of clusters of normal rows; 0 finds it out.</param>
    public static WvadTrainer Wvad(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int numberOfClusters = 0) =>
        catalog.Wvad(new WvadTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            NumberOfClusters = numberOfClusters,
        });

    /// <summary>
    /// Creates a <see cref="WvadTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static WvadTrainer Wvad(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, WvadTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new WvadTrainer(catalog.GetEnvironment(), options);
    }

    /// <summary>
    /// Creates a <see cref="PrototypeEnsembleTrainer"/>, which learns from unlabelled rows and a handful of labelled anomalies.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="labelColumnName">
    /// The label column: Boolean (true: anomaly, false: unlabelled), Single (above 0: anomaly, 0 or NaN: unlabelled, below 0: normal), or a
    /// key with two values (second: anomaly).
    /// </param>
    /// <param name="featureColumnName">The features column, a vector of Single of known size.</param>
    /// <param name="heads">Which heads judge a row: the networks alone score several times as fast as both.</param>
    public static PrototypeEnsembleTrainer PrototypeEnsemble(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        EnsembleHeads heads = EnsembleHeads.Both) =>
        catalog.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Heads = heads,
        });

    /// <summary>
    /// Creates a <see cref="PrototypeEnsembleTrainer"/> with options of all kinds.
    /// </summary>
    /// <param name="catalog">The anomaly detection trainers.</param>
    /// <param name="options">The trainer's options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PrototypeEnsembleTrainer PrototypeEnsemble(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, PrototypeEnsembleTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new PrototypeEnsembleTrainer(catalog.GetEnvironment(), options);
    }

    /// <summary>
    /// Measures how well scores rank anomalies: average precision and more, beside what
    /// <see cref="AnomalyDetectionCatalog.Evaluate"/> gives. It takes Boolean labels too, and needs no PredictedLabel column.
    /// </summary>
    /// <param name="catalog">The anomaly detection catalog.</param>
    /// <param name="data">The scored data.</param>
    /// <param name="labelColumnName">
    /// The true labels: Boolean (true: anomaly), Single (above 0: anomaly), or a key with two values (second: anomaly).
    /// </param>
    /// <param name="scoreColumnName">The scores, of type Single, the larger the more anomalous.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public static AnomalyRankingMetrics EvaluateRanking(
        this AnomalyDetectionCatalog catalog, IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        return AnomalyRankingEvaluator.Evaluate(data, labelColumnName, scoreColumnName);
    }
}
