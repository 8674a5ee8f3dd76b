namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

/// <summary>A mixture of K normal distributions with diagonal covariances.</summary>
/// <param name="Weights">The share of each component, [K]; they sum up to 1.</param>
/// <param name="Means">[K][J]</param>
/// <param name="Variances">[K][J]; all alike within a component where the mixture is isotropic.</param>
internal sealed record GaussianMixture(double[] Weights, double[][] Means, double[][] Variances)
{
    /// <summary>K, the number of components.</summary>
    public int Count => Weights.Length;

    /// <summary>J, the number of dimensions.</summary>
    public int Width => Means[0].Length;

    /// <summary>The responsibilities p(k | point), [K].</summary>
    /// <param name="point">[J]</param>
    /// <param name="responsibilities">Takes the result.</param>
    /// <returns>log p(point)</returns>
    public double Responsibilities(ReadOnlySpan<float> point, Span<double> responsibilities) =>
        new Densities(this).Responsibilities(point, responsibilities);

    /// <summary>The mixture with what all points have in common computed once.</summary>
    internal sealed class Densities
    {
        private readonly GaussianMixture _mixture;
        private readonly double[] _offsets;
        private readonly double[][] _precisions;

        public Densities(GaussianMixture mixture)
        {
            _mixture = mixture;
            _precisions = [.. mixture.Variances.Select(variances => variances.Select(v => 1 / v).ToArray())];
            _offsets = [.. mixture.Weights.Select((weight, k) => Math.Log(weight) - (0.5 * mixture.Variances[k].Sum(v => Math.Log(2 * Math.PI * v))))];
        }

        /// <summary>As <see cref="GaussianMixture.Responsibilities"/>.</summary>
        public double Responsibilities(ReadOnlySpan<float> point, Span<double> responsibilities)
        {
            // In log space: far from all components every density underflows, but their ratios don't.
            double largest = double.NegativeInfinity;
            for (int k = 0; k < _offsets.Length; k++)
            {
                responsibilities[k] = LogJoint(point, k);
                largest = Math.Max(largest, responsibilities[k]);
            }
            double sum = 0;
            foreach (ref double value in responsibilities)
            {
                value = Math.Exp(value - largest);
                sum += value;
            }
            foreach (ref double value in responsibilities)
                value /= sum;
            return largest + Math.Log(sum);
        }

        // log(weight_k N(point | mean_k, variance_k))
        private double LogJoint(ReadOnlySpan<float> point, int k)
        {
            ReadOnlySpan<double> mean = _mixture.Means[k].AsSpan(0, point.Length), precision = _precisions[k].AsSpan(0, point.Length);
            double distance = 0;
            for (int j = 0; j < point.Length; j++)
            {
                double difference = point[j] - mean[j];
                distance += difference * difference * precision[j];
            }
            return _offsets[k] - (0.5 * distance);
        }
    }
}
