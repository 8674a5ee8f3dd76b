using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Normalizers.</summary>
public static class NormalizationCatalog
{
    /// <summary>Scales to the range that the values have; by default so that zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = true) =>
        catalog.NormalizeMinMax([new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, fixZero);

    /// <summary>Scales to the range that the values have; by default so that zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = true) =>
        Normalize(catalog, columns, NormalizingEstimator.Method.MinMax, maximumExampleCount, fixZero);

    /// <summary>Scales by mean and variance; by default so that zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = true,
        bool useCdf = false) =>
        catalog.NormalizeMeanVariance([new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, fixZero, useCdf);

    /// <summary>Scales by mean and variance; by default so that zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = true,
        bool useCdf = false) =>
        Normalize(catalog, columns, useCdf ? NormalizingEstimator.Method.CumulativeNormal : NormalizingEstimator.Method.MeanVariance, maximumExampleCount, fixZero);

    private static NormalizingEstimator Normalize(TransformsCatalog catalog, InputOutputColumnPair[] columns, NormalizingEstimator.Method method, long maximumExampleCount, bool fixZero)
    {
        IHostEnvironment env = catalog.GetEnvironment();
        env.CheckValue(columns, nameof(columns));
        return new NormalizingEstimator(env, columns
            .Select(c => new NormalizingEstimator.Column(c.OutputColumnName, c.InputColumnName, method, maximumExampleCount, fixZero))
            .ToArray());
    }
}
