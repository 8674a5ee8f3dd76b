using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// What stands around a detector whose networks say nothing reliable of rows outside of all that they have seen: it shows them no value
/// farther out than where values begin to speak for themselves, and lifts the scores of rows outside. <see cref="Data.GuardFitting"/> makes it.
/// </summary>
/// <param name="bounds">The range of each feature in training.</param>
/// <param name="usual">What the detector sees of each feature in the place of an extreme value.</param>
/// <param name="top">The largest score of a training row.</param>
/// <param name="reach">What a row that is infinitely far outside has beyond <paramref name="top"/>; not below 0.</param>
internal sealed partial class OutsideGuard(FeatureBounds bounds, float[] usual, float top, float reach)
{
    private const string Section = "outside", ScoresTensor = "outside.scores", UsualTensor = "outside.usual";

    private readonly (float[] Smallest, float[] Largest) _limits = bounds.Limits();
    private readonly (float[] UpTo, float[] From) _extremes = bounds.Extremes();

    public FeatureBounds Bounds => bounds;

    /// <summary>Replaces what the detector is not to see.</summary>
    /// <returns>How far the row was outside.</returns>
    public double Clip(Span<float> features)
    {
        if (bounds.IsInside(features))
            return 0;
        double excess = bounds.Excess(features);
        // Not Math.Clamp, which refuses the limits of a model that makes no sense.
        for (int slot = 0; slot < bounds.Width; slot++)
        {
            float value = features[slot];
            features[slot] = value <= _extremes.UpTo[slot] || value >= _extremes.From[slot] ? usual[slot]
                : MathF.Min(MathF.Max(value, _limits.Smallest[slot]), _limits.Largest[slot]);
        }
        return excess;
    }

    /// <summary>The score of a row.</summary>
    /// <param name="score">What the detector says of it.</param>
    /// <param name="excess">How far it is outside; 0 leaves the score as it is.</param>
    /// <returns>Far outside a score that rises with the excess alone, and is not below that of any training row.</returns>
    public float Lift(float score, double excess) =>
        excess == 0 ? score : (float)(score + (FeatureBounds.Share(excess) * (top + (reach * (excess / (1 + excess))) - score)));

    public static ModelPayload AddTo(ModelPayload payload, OutsideGuard? guard)
    {
        if (guard is null)
            return payload;
        payload.Settings[Section] = new JsonObject();
        return payload with { Tensors = [.. payload.Tensors, .. guard.Bounds.ToTensors(), .. guard.ToTensors()] };
    }

    /// <summary>Null where the detector has none.</summary>
    /// <exception cref="FormatException">Something is missing, doesn't fit the width, or makes no sense.</exception>
    public static OutsideGuard? FromPayload(ModelPayload payload, int width)
    {
        if (!new PayloadSettings(payload.Settings).Has(Section))
            return null;
        return payload.Tensor(ScoresTensor, 2) is [var top, var reach] && float.IsFinite(top) && float.IsFinite(reach) && reach >= 0
            ? new OutsideGuard(FeatureBounds.FromPayload(payload, width), payload.Tensor(UsualTensor, width), top, reach)
            : throw new FormatException("The model's scores of rows outside of the training ranges make no sense.");
    }

    private PayloadTensor[] ToTensors() => [new(UsualTensor, [bounds.Width], usual), new(ScoresTensor, [2], [top, reach])];
}
