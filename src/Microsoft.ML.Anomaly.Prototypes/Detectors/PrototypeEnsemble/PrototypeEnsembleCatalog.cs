using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class PrototypesCatalog
{
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
}
