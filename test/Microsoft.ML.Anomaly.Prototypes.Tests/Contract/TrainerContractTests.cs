using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>What every trainer of the library promises. Each test runs over all of <see cref="TrainerRegistry"/>.</summary>
[TestClass]
public sealed partial class TrainerContractTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Dictionary<string, ITransformer> TrainedModels = [];

    public static IEnumerable<object[]> Trainers => TrainerRegistry.All.Select(trainer => new object[] { trainer.Name });

    /// <summary>Those whose label column tells anomalies.</summary>
    public static IEnumerable<object[]> TrainersOnAnomalies =>
        TrainerRegistry.All.Where(trainer => !trainer.LearnsFromClasses).Select(trainer => new object[] { trainer.Name });

    /// <summary>Those that need labelled anomalies.</summary>
    public static IEnumerable<object[]> TrainersThatNeedAnomalies =>
        TrainerRegistry.All.Where(trainer => trainer.NeedsAnomalies).Select(trainer => new object[] { trainer.Name });

    /// <summary>Those that need no labels at all.</summary>
    public static IEnumerable<object[]> TrainersWithoutLabels =>
        TrainerRegistry.All.Where(trainer => !trainer.NeedsAnomalies && !trainer.LearnsFromClasses).Select(trainer => new object[] { trainer.Name });

    /// <summary>Those that have the column FeatureContributions.</summary>
    public static IEnumerable<object[]> TrainersWithEpochs =>
        TrainerRegistry.All.Where(trainer => trainer.HasEpochs).Select(trainer => new object[] { trainer.Name });

    public static IEnumerable<object[]> TrainersWithContributions =>
        TrainerRegistry.All.Where(trainer => trainer.Columns.HasFlag(PrototypeColumns.FeatureContributions)).Select(trainer => new object[] { trainer.Name });

    /// <summary>A model with all columns, trained once on the default rows.</summary>
    private static ITransformer Trained(string trainer)
    {
        if (!TrainedModels.TryGetValue(trainer, out ITransformer? model))
            TrainedModels[trainer] = model = Fit(trainer, Context, new(), ToyData.View(Context, ToyData.Rows()));
        return model;
    }

    private static ITransformer Fit(string trainer, MLContext mlContext, ContractSettings settings, IDataView data) =>
        TrainerRegistry.Get(trainer).Create(mlContext, settings).Fit(data);

    private static float[] Scores(ITransformer model, params IEnumerable<ToyData.Row> rows) => Scores(model, ToyData.View(Context, rows));

    private static float[] Scores(ITransformer model, IDataView data) => [.. model.Transform(data).GetColumn<float>("Score")];

    private static byte[] Payload(ITransformer model) => ModelFile.Payload(Context, model, ToyData.View(Context, ToyData.Rows()).Schema);

    // A collapsed detector gives every row the same score.
    private static void AssertUsable(ITransformer model, double distinct = 0.9)
    {
        float[] scores = Scores(model, ToyData.Rows(seed: 6));
        Assert.IsTrue(scores.All(float.IsFinite));
        Assert.IsGreaterThanOrEqualTo((int)Math.Ceiling(distinct * scores.Length), scores.Distinct().Count());
    }
}
