using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML;

/// <summary>Anomaly detection by principal components.</summary>
public static class PcaCatalog
{
    /// <summary>Scores rows by how far they lie from the leading principal components of the training data.</summary>
    public static RandomizedPcaTrainer RandomizedPca(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = DefaultColumnNames.Features,
        string exampleWeightColumnName = null,
        int rank = RandomizedPcaTrainer.Options.DefaultRank,
        int oversampling = RandomizedPcaTrainer.Options.DefaultOversampling,
        bool ensureZeroMean = RandomizedPcaTrainer.Options.DefaultEnsureZeroMean,
        int? seed = null)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        return new RandomizedPcaTrainer(catalog.GetEnvironment(), new RandomizedPcaTrainer.Options
        {
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            Rank = rank,
            Oversampling = oversampling,
            EnsureZeroMean = ensureZeroMean,
            Seed = seed,
        });
    }

    /// <summary>Scores rows by how far they lie from the leading principal components of the training data.</summary>
    public static RandomizedPcaTrainer RandomizedPca(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, RandomizedPcaTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new RandomizedPcaTrainer(catalog.GetEnvironment(), options);
    }
}
