using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What each feature adds to the logit of a row's score: the mean of what the score loses when the feature takes the value of the nearest
/// prototype, and of what that of the prototype gains when its feature takes the row's value. These are the first and the last term of a
/// Shapley value; either alone misses what other features say too.
/// </summary>
/// <remarks>Only the features that differ most from the prototype are looked at, so that a row costs a bounded number of scorings.</remarks>
internal sealed class EnsembleContributions
{
    /// <summary>The largest number of features of a row with a contribution, but for those that were constant in training.</summary>
    public const int MaximumFeatures = 64;

    // The same where features are reduced: rows are long, and few of their features tell.
    private const int MaximumReducedFeatures = 32;

    // The logit is taken of scores no closer to 0 and 1.
    private const float SmallestScore = 1e-4f;

    private const int Pairs = LocalGaussians.MaximumRows / 2;

    private readonly PrototypeEnsembleModel _model;
    private readonly Judge _judge;
    private readonly float[] _usual;
    private readonly float[] _mixed;
    private readonly float[] _standardized;
    private readonly float[] _scores = new float[LocalGaussians.MaximumRows];

    // Features, those that differ most first, and how much they do, negated.
    private readonly int[] _order;
    private readonly double[] _differences;

    public EnsembleContributions(PrototypeEnsembleModel model, Judge judge)
    {
        (_model, _judge) = (model, judge);
        _usual = new float[model.Input.Width];
        _mixed = new float[LocalGaussians.MaximumRows * model.Input.Width];
        _standardized = new float[model.Input.Scaling.OutputWidth];
        _order = new int[_standardized.Length];
        _differences = new double[_standardized.Length];
    }

    /// <summary>Gives the heads' scores of inputs.</summary>
    public delegate void Judge(ReadOnlySpan<float> inputs, int rows, Span<float> scores);

    /// <param name="features">A row.</param>
    /// <param name="actual">Its inputs.</param>
    /// <param name="inside">What the heads say of it.</param>
    /// <param name="nearest">Its nearest prototype.</param>
    /// <param name="contributions">Receives a number for each slot of the features column.</param>
    public void Write(ReadOnlySpan<float> features, ReadOnlySpan<float> actual, float inside, int nearest, Span<float> contributions)
    {
        contributions.Clear();
        _model.WritePrototype(nearest, _usual);
        _judge(_usual, 1, _scores);
        float usual = _scores[0];
        FeatureBounds.Outside outside = _model.Input.Bounds.FindOutside(features);
        float ofRow = Logit(inside, outside.Excess), ofUsual = Logit(usual, 0);
        int count = Order(features, actual);
        ReadOnlySpan<int> slots = _model.Input.Scaling.KeptSlots;
        for (int first = 0; first < count; first += Pairs)
        {
            int pairs = Math.Min(Pairs, count - first);
            Mix(actual, first, pairs);
            _judge(_mixed, 2 * pairs, _scores);
            for (int i = 0; i < pairs; i++)
            {
                int slot = slots[_order[first + i]];
                float without = Logit(_scores[2 * i], outside.Without(slot));
                float alone = Logit(_scores[(2 * i) + 1], _model.Input.Bounds.Excess(slot, features[slot]));
                contributions[slot] = (ofRow - without + alone - ofUsual) / 2;
            }
        }
        WriteConstants(features, inside, usual, outside, contributions);
    }

    // Features that were constant in training, and aren't now.
    private void WriteConstants(ReadOnlySpan<float> features, float inside, float usual, FeatureBounds.Outside outside, Span<float> contributions)
    {
        ReadOnlySpan<int> slots = _model.Input.Scaling.KeptSlots;
        for (int slot = 0, next = 0; slot < contributions.Length && outside.Excess > 0; slot++)
        {
            if (next < slots.Length && slots[next] == slot)
            {
                next++;
                continue;
            }
            double excess = _model.Input.Bounds.Excess(slot, features[slot]);
            if (excess > 0)
                contributions[slot] = (Logit(inside, outside.Excess) - Logit(inside, outside.Without(slot)) + Logit(usual, excess) - Logit(usual, 0)) / 2;
        }
    }

    // Orders the features by their difference from the prototype; of those that go into sums, from the mean. Returns how many to look at.
    private int Order(ReadOnlySpan<float> features, ReadOnlySpan<float> actual)
    {
        EnsembleInput input = _model.Input;
        if (input.Reduction is not null)
            input.Standardize(features, _standardized);
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        if (_order.Length <= MaximumFeatures)
            return _order.Length;
        ReadOnlySpan<int> slots = input.Scaling.KeptSlots;
        for (int i = 0; i < _order.Length; i++)
        {
            float difference = input.Reduction is not { } reduction ? actual[i] - _usual[i]
                : reduction.IsKept(i) ? actual[reduction.Place(i)] - _usual[reduction.Place(i)]
                : _standardized[i];
            _differences[i] = -Math.Abs(difference) - input.Bounds.Excess(slots[i], features[slots[i]]);
        }
        _differences.AsSpan().Sort(_order.AsSpan());
        return input.Reduction is null ? MaximumFeatures : MaximumReducedFeatures;
    }

    // For each feature two rows: the actual one with the prototype's value, and the prototype with the actual one.
    private void Mix(ReadOnlySpan<float> actual, int first, int pairs)
    {
        int width = actual.Length;
        for (int i = 0; i < pairs; i++)
        {
            Span<float> without = _mixed.AsSpan(2 * i * width, width), alone = _mixed.AsSpan(((2 * i) + 1) * width, width);
            actual.CopyTo(without);
            _usual.CopyTo(alone);
            int feature = _order[first + i];
            if (_model.Input.Reduction is { } reduction && !reduction.IsKept(feature))
            {
                int place = reduction.Place(feature);
                float part = reduction.Factor(feature) * _standardized[feature];
                without[place] -= part;
                alone[place] += part;
            }
            else
            {
                int place = _model.Input.Reduction?.Place(feature) ?? feature;
                (without[place], alone[place]) = (_usual[place], actual[place]);
            }
        }
    }

    private static float Logit(float inside, double excess)
    {
        float score = Math.Clamp(FeatureBounds.Lift(inside, excess), SmallestScore, 1 - SmallestScore);
        return MathF.Log(score / (1 - score));
    }
}
