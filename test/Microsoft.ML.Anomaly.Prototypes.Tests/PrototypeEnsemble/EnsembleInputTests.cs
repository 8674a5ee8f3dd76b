using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class EnsembleInputTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void ExtremeValues_AreFoundByTheSpreadOfTheOthers()
    {
        // Slot 0: a normal feature; 1: three codes; 2: mostly zeros, with amounts; 3: amounts over six decades; 4: a code below and one above.
        var random = new Random(4);
        float[][] values =
        [
            .. Enumerable.Range(0, 400).Select(i => new[]
            {
                EnsembleData.Gaussian(random), i < 3 ? 1e30f : EnsembleData.Gaussian(random), i % 20 == 0 ? 100 * random.NextSingle() : 0,
                MathF.Exp(2.3f * EnsembleData.Gaussian(random)), i switch { 5 => -99999, 6 => 99999, _ => random.NextSingle() },
            }),
        ];
        ExtremeValues extremes = ExtremeValues.Find(Rows(values), new Random(1));
        CollectionAssert.AreEqual(new[] { 1, 4 }, extremes.Features.Select(feature => feature.Slot).ToArray());
        Assert.AreEqual(3, extremes.Features[0].Rows);
        Assert.AreEqual(1e30f, extremes.Features[0].Example);
        Assert.AreEqual(values.Skip(3).Max(row => row[1]), extremes.Features[0].High);
        Assert.AreEqual(2, extremes.Features[1].Rows);
    }

    [TestMethod]
    public void Bounds_MeasureInTrainingRanges_AndRememberConstantsAndCodes()
    {
        float[][] values = [.. Enumerable.Range(0, 100).Select(i => new[] { i % 5, 7f, i < 2 ? 1e6f : i % 3, 0f, i == 50 ? 1 : 0 })];
        TrainingRows rows = Rows(values);
        FeatureBounds bounds = FeatureBoundsFitting.Fit(rows, ExtremeValues.Find(rows, new Random(1)));
        Assert.AreEqual(0, bounds.Excess([0, 7, 2, 0, 1]));
        Assert.AreEqual(0, bounds.Excess([4, 7, 1e6f, 0, 0]), "a code of the training");
        Assert.AreEqual(0.5, bounds.Excess([6, 7, 0, 0, 0]), "half of the range of four");
        Assert.AreEqual(2, bounds.Excess([-8, 14, 0, 0, 0]), "the largest of both");
        Assert.AreEqual(2, bounds.Excess([0, 21, 0, 0, 0]), "a constant's own size");
        Assert.AreEqual(1.5, bounds.Excess([0, 7, 0, 3, 0]), "that of the features that vary");
        Assert.AreEqual(1.5, bounds.Excess([0, 7, 0, 0, 4]), "one row tells no range");
        Assert.AreEqual(4, bounds.Excess([0, 7, 10, 0, 0]));
        Assert.AreEqual(50, bounds.Excess([0, 7, 1e6f - 100, 0, 0]), "nearer to the code");
        Assert.AreEqual(50, bounds.Excess([0, 7, 1e6f + 100, 0, 0]), "beyond the code");
    }

    [TestMethod]
    public void Lift_RisesWithScoreAndExcess_AndEndsAboveAllThatIsInside()
    {
        Assert.AreEqual(0.99f * 0.4f, FeatureBounds.Lift(0.4f, 0), 1e-6);
        float before = 0;
        foreach (double excess in new[] { 0, 0.1, 0.5, 1, 1.9, 2, 5, 100, 1e10, 1e300 })
        {
            float lifted = FeatureBounds.Lift(0.2f, excess);
            Assert.IsGreaterThanOrEqualTo(before, lifted);
            Assert.IsGreaterThanOrEqualTo(lifted, FeatureBounds.Lift(0.9f, excess));
            before = lifted;
        }
        Assert.IsGreaterThan(FeatureBounds.Lift(1, 0), FeatureBounds.Lift(0, 2));
        Assert.AreEqual(1, before, 1e-6);
    }

    [TestMethod]
    public void Reduction_KeepsSomeFeatures_AndSumsTheOthersWithSigns()
    {
        const int width = 40, sums = 4;
        var random = new Random(2);
        bool[] isKept = [.. Enumerable.Range(0, width).Select(i => i % 10 == 3)];
        float[][] rows = [.. Enumerable.Range(0, 300).Select(_ => EnsembleData.GaussianVector(width, random))];
        var reduction = FeatureReduction.Create(isKept, sums, rows, random);
        Assert.AreEqual(8, reduction.Width);
        var reduced = new float[reduction.Width];
        double[] squares = new double[reduction.Width];
        foreach (float[] row in rows)
        {
            reduction.Apply(row, reduced);
            CollectionAssert.AreEqual(new[] { row[3], row[13], row[23], row[33] }, reduced[..4]);
            for (int i = 0; i < reduced.Length; i++)
                squares[i] += reduced[i] * reduced[i] / rows.Length;
            double[] expected = new double[reduction.Width];
            for (int i = 0; i < width; i++)
                expected[reduction.Place(i)] += reduction.Factor(i) * row[i];
            for (int i = 0; i < reduced.Length; i++)
                Assert.AreEqual(expected[i], reduced[i], 1e-5);
        }
        Assert.IsTrue(squares.Skip(4).All(square => square is > 0.95 and < 1.1), string.Join(' ', squares));
    }

    // 1,500 features of which two tell.
    [TestMethod]
    public void WideRows_AreReducedAndExplained_AndTheirModelIsSavedWhole()
    {
        const int width = 1500;
        EnsembleData.Row[] Made(int seed)
        {
            var random = new Random(seed);
            EnsembleData.Row[] rows = EnsembleData.Rows(200, 12, width, seed);
            foreach (EnsembleData.Row row in rows)
            {
                for (int i = 0; i < width; i++)
                    row.Features[i] = random.Next(20) == 0 || i == 0 ? row.Features[i] : 0;
                row.Features[1400] = row.Label ? 9 : row.Features[1400];
            }
            return rows;
        }
        var model = Context.AnomalyDetection.Trainers.PrototypeEnsemble(EnsembleData.QuickOptions()).Fit(EnsembleData.View(Context, Made(1)));
        Assert.AreEqual(256, model.Model.Input.Width);
        EnsembleData.Row[] test = Made(2);
        Assert.IsGreaterThan(0.95, Context.AnomalyDetection.EvaluateRanking(model.Transform(EnsembleData.View(Context, test))).AveragePrecision);

        byte[] bytes = PayloadWriter.ToBytes(model.Model.ToPayload());
        var loaded = PrototypeEnsemblePayload.Read(PayloadReader.Read(new MemoryStream(bytes)));
        CollectionAssert.AreEqual(bytes, PayloadWriter.ToBytes(loaded.ToPayload()));
        RowScorer first = model.Model.CreateRowScorer(), second = loaded.CreateRowScorer();
        var contributions = new float[width];
        foreach (EnsembleData.Row row in test.Where(row => row.Label))
        {
            first.Run(row.Features);
            second.Run(row.Features);
            Assert.AreEqual(first.Score, second.Score);
            first.WriteVector(PrototypeColumns.FeatureContributions, contributions);
            Assert.IsLessThanOrEqualTo(EnsembleContributions.MaximumFeatures, contributions.Count(value => value != 0));
            int largest = Array.IndexOf(contributions, contributions.Max());
            Assert.IsTrue(largest is 0 or 1400, $"{largest}");
        }
        Assert.IsTrue(model.Model.DecodePrototypes().All(row => row.Length == width && row.All(float.IsFinite)));
    }

    // One that varied in training and one that didn't.
    [TestMethod]
    [DataRow(2)]
    [DataRow(4)]
    public void FeatureFarOutside_IsNamedByTheContributions(int slot)
    {
        EnsembleData.Row[] rows = EnsembleData.Rows(200, 8, 5);
        foreach (EnsembleData.Row row in rows)
            row.Features[4] = 1;
        RowScorer scorer = Context.AnomalyDetection.Trainers.PrototypeEnsemble(EnsembleData.QuickOptions()).Fit(EnsembleData.View(Context, rows)).Model.CreateRowScorer();
        float[] features = [0, 0, 0, 0, 1], contributions = new float[5];
        features[slot] = -1e4f;
        scorer.Run(features);
        Assert.IsGreaterThan(0.99f, scorer.Score);
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        Assert.AreEqual(slot, Array.IndexOf(contributions, contributions.Max()));
        Assert.IsGreaterThan(3f, contributions[slot]);
    }

    private static TrainingRows Rows(float[][] values)
    {
        var features = new FeatureRows(values[0].Length);
        foreach (float[] row in values)
            row.CopyTo(features.Add());
        return new TrainingRows(
            features, [.. Enumerable.Range(0, values.Length)], [],
            [.. values[0].Select((_, i) => values.Min(row => row[i]))], [.. values[0].Select((_, i) => values.Max(row => row[i]))]);
    }
}
