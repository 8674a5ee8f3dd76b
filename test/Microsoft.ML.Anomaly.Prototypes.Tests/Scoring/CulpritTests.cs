using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Rows whose culprit is known.</summary>
[TestClass]
public sealed class CulpritTests
{
    // Normal rows with one feature that does not go with the others: where the score rises most, the contributions name it.
    [TestMethod]
    [DataRow("MultiNormalPrototypes")]
    [DataRow("PrototypeEnsemble")]
    public void LargestContribution_IsThatOfTheCulprit(string trainer)
    {
        const int judged = 50;
        var mlContext = new MLContext(seed: 1);
        ITransformer model = TrainerRegistry.Get(trainer).Create(mlContext, new()).Fit(ToyData.View(mlContext, ToyData.Rows()));
        ToyData.Row[] rows = [.. ToyData.Rows(seed: 6).Where(row => !row.IsAnomaly)];
        int[] culprits = [.. rows.Select((_, i) => i % ToyData.Width)];
        // From one end of the range of the groups to the other end.
        ToyData.Row[] changed =
        [
            .. rows.Select((row, i) => new ToyData.Row { Features = [.. row.Features.Select((f, d) => d == culprits[i] ? 1 - f : f)] }),
        ];
        float[] before = [.. model.Transform(ToyData.View(mlContext, rows)).GetColumn<float>("Score")];
        IDataView scored = model.Transform(ToyData.View(mlContext, changed));
        float[] after = [.. scored.GetColumn<float>("Score")];
        float[][] contributions = [.. scored.GetColumn<float[]>("FeatureContributions")];
        int[] risen = [.. Enumerable.Range(0, rows.Length).OrderByDescending(i => Logit(after[i]) - Logit(before[i])).Take(judged)];
        int named = risen.Count(i => Array.IndexOf(contributions[i], contributions[i].Max()) == culprits[i]);
        Assert.IsGreaterThanOrEqualTo((int)(0.8 * judged), named, $"{named} of {judged} culprits are named");
    }

    private static double Logit(double score) => Math.Log(score / (1 - score));
}
