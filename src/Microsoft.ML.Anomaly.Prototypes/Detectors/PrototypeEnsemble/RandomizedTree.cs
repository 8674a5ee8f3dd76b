using System.Runtime.CompilerServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Grows extremely randomised trees until their leaves are pure: at each node some features are tried, each at one random threshold, and the
/// best split by Gini impurity is taken.
/// </summary>
/// <remarks>Geurts, Ernst, Wehenkel, "Extremely randomized trees", Machine Learning 63, 2006.</remarks>
internal sealed class RandomizedTree
{
    private readonly float[][] _rows;
    private readonly float[] _weights;
    private readonly bool[] _isAnomaly;
    private readonly int _triedFeatures;
    private readonly Random _random;
    private readonly int[] _order;
    private readonly int[] _features;

    /// <param name="rows">The training rows.</param>
    /// <param name="weights">How much each counts; above 0.</param>
    /// <param name="isAnomaly">What each is.</param>
    /// <param name="triedFeatures">The number of features tried at a node; those that are constant there don't count.</param>
    /// <param name="random">The only source of randomness.</param>
    public RandomizedTree(float[][] rows, float[] weights, bool[] isAnomaly, int triedFeatures, Random random)
    {
        (_rows, _weights, _isAnomaly, _triedFeatures, _random) = (rows, weights, isAnomaly, triedFeatures, random);
        _order = [.. Enumerable.Range(0, rows.Length)];
        _features = [.. Enumerable.Range(0, rows[0].Length)];
    }

    private readonly record struct Split(int Feature, float Threshold, double Purity);

    /// <summary>Appends another tree, and returns the number of its root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Grow(List<TreeCommittee.Node> nodes)
    {
        int root = nodes.Count;
        var open = new Stack<(int Node, int Start, int End)>();
        open.Push((root, 0, _order.Length));
        nodes.Add(default);
        while (open.TryPop(out (int Node, int Start, int End) part))
        {
            Span<int> rows = _order.AsSpan(part.Start..part.End);
            (double normal, double anomalous) = Weigh(rows);
            float value = (float)(anomalous / (normal + anomalous));
            if (normal == 0 || anomalous == 0 || BestSplit(rows) is not { } split)
            {
                nodes[part.Node] = new TreeCommittee.Node(0, float.PositiveInfinity, part.Node, value);
                continue;
            }
            int middle = part.Start + Partition(rows, split);
            nodes[part.Node] = new TreeCommittee.Node(split.Feature, split.Threshold, nodes.Count, value);
            open.Push((nodes.Count + 1, middle, part.End));
            open.Push((nodes.Count, part.Start, middle));
            nodes.Add(default);
            nodes.Add(default);
        }
        return root;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split? BestSplit(ReadOnlySpan<int> rows)
    {
        Split? best = null;
        int tried = 0;
        for (int f = 0; f < _features.Length && tried < _triedFeatures; f++)
        {
            // The next step of a Fisher-Yates shuffle: the features come without repetition.
            int other = _random.Next(f, _features.Length);
            (_features[f], _features[other]) = (_features[other], _features[f]);
            int feature = _features[f];
            (float low, float high) = Range(rows, feature);
            if (!(high > low))
                continue;
            tried++;
            float threshold = low + (_random.NextSingle() * (high - low));
            // Rounding may reach the upper end, and then nothing would go right.
            if (threshold >= high)
                threshold = low;
            double purity = Purity(rows, feature, threshold);
            if (best is null || purity > best.Value.Purity)
                best = new Split(feature, threshold, purity);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Low, float High) Range(ReadOnlySpan<int> rows, int feature)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (int row in rows)
        {
            float value = _rows[row][feature];
            low = MathF.Min(low, value);
            high = MathF.Max(high, value);
        }
        return (low, high);
    }

    // The larger, the lower the Gini impurity of the two parts together.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Purity(ReadOnlySpan<int> rows, int feature, float threshold)
    {
        Span<double> weight = stackalloc double[4];
        weight.Clear();
        foreach (int row in rows)
            weight[(_rows[row][feature] > threshold ? 2 : 0) + (_isAnomaly[row] ? 1 : 0)] += _weights[row];
        return Part(weight[0], weight[1]) + Part(weight[2], weight[3]);

        static double Part(double normal, double anomalous) => ((normal * normal) + (anomalous * anomalous)) / (normal + anomalous);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (double Normal, double Anomalous) Weigh(ReadOnlySpan<int> rows)
    {
        double normal = 0, anomalous = 0;
        foreach (int row in rows)
        {
            if (_isAnomaly[row])
                anomalous += _weights[row];
            else
                normal += _weights[row];
        }
        return (normal, anomalous);
    }

    // Moves the rows that go left to the front, and returns their number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Partition(Span<int> rows, Split split)
    {
        int left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (!(_rows[rows[i]][split.Feature] > split.Threshold))
                {
                (rows[i], rows[left]) = (rows[left], rows[i]);
                left++;
            }
        }
        return left;
    }
}
