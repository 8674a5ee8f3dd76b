using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What becomes of a row before the ensemble sees it: features in units of their standard deviation from their mean, no farther out than
/// six; where there are very many, fewer inputs made of them.
/// </summary>
/// <param name="Scaling">The standardisation, without features that were constant in training.</param>
/// <param name="Reduction">What makes few inputs of many features; null where every feature is an input.</param>
/// <param name="Bounds">The range of each feature in training.</param>
internal sealed partial record EnsembleInput(FeatureScaling Scaling, FeatureReduction? Reduction, FeatureBounds Bounds)
{
    /// <summary>More features than these are reduced.</summary>
    public const int MaximumFeatures = 1024;

    // To so many that stay as they are, and so many sums of the others.
    private const int KeptFeatures = 128, Sums = 128;

    // Enough to bring the sums to a common scale.
    private const int RowsForScale = 500;

    /// <summary>The number of inputs.</summary>
    public int Width => Reduction?.Width ?? Scaling.OutputWidth;

    /// <summary>By the unlabelled rows; extreme values don't count.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="extremes">Their extreme values.</param>
    /// <param name="random">The only source of randomness.</param>
    public static EnsembleInput Fit(TrainingRows rows, ExtremeValues extremes, Random random)
    {
        FeatureMoments moments = FeatureMoments.Measure(rows, extremes);
        double[] deviation = [.. moments.Deviation.Select(value => value + InputStandardization.SmallestDeviation)];
        var input = new EnsembleInput(
            FeatureScaling.Standardize(rows.Minimum, rows.Maximum, moments.Mean, deviation), null, FeatureBoundsFitting.Fit(rows, extremes));
        return input.Scaling.OutputWidth <= MaximumFeatures ? input : input with { Reduction = Reduce(input, rows, random) };
    }

    /// <summary>The inputs of a row.</summary>
    /// <param name="features">All slots of the features column.</param>
    /// <param name="standardized">Scratch memory for the standardised features; what <paramref name="inputs"/> receives where nothing is reduced.</param>
    /// <param name="inputs">Receives the inputs.</param>
    public void Apply(ReadOnlySpan<float> features, Span<float> standardized, Span<float> inputs)
    {
        Span<float> values = Reduction is null ? inputs : standardized;
        Standardize(features, values);
        if (Reduction is null)
            return;
        Reduction.Apply(values, inputs);
        Clip(inputs[..Width]);
    }

    /// <summary>The standardised features of a row.</summary>
    public void Standardize(ReadOnlySpan<float> features, Span<float> standardized)
    {
        Scaling.Apply(features, standardized);
        Clip(standardized[..Scaling.OutputWidth]);
    }

    /// <summary>A row with the given inputs, in the units of the features column; features that went into sums have their mean.</summary>
    public float[] Invert(ReadOnlySpan<float> inputs)
    {
        if (Reduction is null)
            return Scaling.Invert(inputs);
        var standardized = new float[Scaling.OutputWidth];
        for (int i = 0; i < standardized.Length; i++)
            standardized[i] = Reduction.IsKept(i) ? inputs[Reduction.Place(i)] : 0;
        return Scaling.Invert(standardized);
    }

    private static void Clip(Span<float> values)
    {
        foreach (ref float value in values)
            value = Math.Clamp(value, -InputStandardization.Limit, InputStandardization.Limit);
    }

    // Those features stay in which the labelled anomalies differ most from the unlabelled rows: by the mean of the former in units of the
    // deviation of the latter, whose mean is 0.
    private static FeatureReduction Reduce(EnsembleInput input, TrainingRows rows, Random random)
    {
        int width = input.Scaling.OutputWidth;
        var difference = new double[width];
        var standardized = new float[width];
        foreach (int row in rows.Anomalies)
        {
            input.Standardize(rows.Features[row], standardized);
            DoubleSums.Add(difference, standardized);
        }
        bool[] isKept = new bool[width];
        foreach (int feature in Enumerable.Range(0, width).OrderByDescending(i => Math.Abs(difference[i])).Take(KeptFeatures))
            isKept[feature] = true;
        float[][] sample =
        [
            .. RowSample.Take(rows.Unlabelled, RowsForScale, random).Select(row =>
            {
                var values = new float[width];
                input.Standardize(rows.Features[row], values);
                return values;
            }),
        ];
        return FeatureReduction.Create(isKept, Sums, sample, random);
    }
}
