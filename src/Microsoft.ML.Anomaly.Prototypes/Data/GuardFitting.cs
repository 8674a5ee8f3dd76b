using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>
/// Makes the guard of a detector that is to be sure of rows outside of the training ranges: before the training it learns the ranges, and keeps
/// extreme values from the scaling and the network; after it, how high scores are.
/// </summary>
internal sealed class GuardFitting
{
    // Enough to know how high scores are.
    private const int ScoredRows = 10_000;

    // Where all scores are the same: anything above 0.
    private const float SmallestReach = 1e-3f;

    private readonly FeatureBounds _bounds;
    private readonly float[] _usual;
    private readonly Random _random;

    private GuardFitting(TrainingRows rows, FeatureBounds bounds, float[] usual, Random random) =>
        (Rows, _bounds, _usual, _random) = (rows, bounds, usual, random);

    /// <summary>The rows to train on.</summary>
    public TrainingRows Rows { get; }

    /// <summary>Learns the ranges, and clips the rows to what the detector will see; the log hears of extreme values.</summary>
    public static GuardFitting Begin(TrainingRun run, TrainingRows rows)
    {
        Random random = new SeedSequence(run.Seed).Extremes;
        ExtremeValues extremes = run.FindExtremes(rows, random);
        FeatureBounds bounds = FeatureBoundsFitting.Fit(rows, extremes);
        var usual = new float[rows.Features.Width];
        foreach (ExtremeValues.Feature feature in extremes.Features)
            usual[feature.Slot] = Median(rows, feature);
        var guard = new OutsideGuard(bounds, usual, 0, 0);
        for (int row = 0; row < rows.Features.Count; row++)
            guard.Clip(rows.Features.Writable(row));
        float[] minimum = [.. rows.Minimum], maximum = [.. rows.Maximum];
        foreach (ExtremeValues.Feature feature in extremes.Features)
            (minimum[feature.Slot], maximum[feature.Slot]) = (feature.Low, feature.High);
        return new GuardFitting(rows with { Minimum = minimum, Maximum = maximum }, bounds, usual, random);
    }

    private static float Median(TrainingRows rows, ExtremeValues.Feature feature)
    {
        float[] values = [.. rows.Unlabelled.Select(row => rows.Features[row][feature.Slot]).Where(value => !feature.IsExtreme(value)).Order()];
        return values.Length > 0 ? values[values.Length / 2] : feature.Low;
    }

    /// <summary>The same for rows of normal classes.</summary>
    public static (GuardFitting Guard, ClassRows Rows) Begin(TrainingRun run, ClassRows rows)
    {
        int[] all = [.. rows.Unlabelled, .. rows.ByClass.SelectMany(members => members)];
        GuardFitting guard = Begin(run, new TrainingRows(rows.Features, all, [], rows.Minimum, rows.Maximum));
        return (guard, rows with { Minimum = guard.Rows.Minimum, Maximum = guard.Rows.Maximum });
    }

    /// <summary>Puts the guard around what was trained.</summary>
    /// <param name="trained">The detector.</param>
    /// <param name="maximumRows">How many unlabelled rows may be scored for it: fewer where a row takes long.</param>
    public (TModel Model, float Threshold) Finish<TModel>((TModel Model, float Threshold) trained, int maximumRows = ScoredRows)
        where TModel : PrototypeModel
    {
        RowScorer scorer = trained.Model.CreateRowScorer();
        float[] scores =
        [
            .. RowSample.Take(Rows.Unlabelled, Math.Min(maximumRows, ScoredRows), _random).Concat(Rows.Anomalies).Select(row =>
            {
                scorer.Run(Rows.Features[row]);
                return scorer.Score;
            }).Where(float.IsFinite).Order(),
        ];
        float top = scores.Length > 0 ? scores[^1] : 0;
        float reach = trained.Model.HighestScore is { } highest ? Math.Max(highest - top, 0)
            : Math.Max(top - scores.ElementAtOrDefault(scores.Length / 2), SmallestReach * Math.Max(1, Math.Abs(top)));
        trained.Model.Guard = new OutsideGuard(_bounds, _usual, top, float.IsFinite(reach) ? reach : SmallestReach);
        return trained;
    }
}
