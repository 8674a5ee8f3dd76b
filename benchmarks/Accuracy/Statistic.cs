using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// Mean, standard deviation (of a sample: over n - 1; NaN for one value), median and largest of the values that are not NaN.
/// All are NaN where there are none.
/// </summary>
internal readonly record struct Statistic(int Count, double Mean, double Deviation, double Median, double Maximum)
{
    /// <summary>The standard error of the mean; NaN for one value.</summary>
    public double Error => Deviation / Math.Sqrt(Count);

    /// <summary>The standard error of the mean over sets of the sets' means, by how each varies over its splits; NaN where a set has one split.</summary>
    public static double ErrorOfMean(IReadOnlyCollection<Statistic> sets) => Math.Sqrt(sets.Sum(set => set.Error * set.Error)) / sets.Count;

    /// <summary>Mean and standard deviation; the mean alone of one value.</summary>
    public string ToText() => double.IsNaN(Mean) ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{Mean:F3}") + (double.IsNaN(Deviation) ? "" : string.Create(CultureInfo.InvariantCulture, $" ± {Deviation:F3}"));

    public static Statistic Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        int count = sorted.Length;
        if (count == 0)
            return new Statistic(0, double.NaN, double.NaN, double.NaN, double.NaN);
        double mean = sorted.Average();
        double deviation = count == 1 ? double.NaN : Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / (count - 1));
        return new Statistic(count, mean, deviation, (sorted[(count - 1) / 2] + sorted[count / 2]) / 2, sorted[^1]);
    }
}
