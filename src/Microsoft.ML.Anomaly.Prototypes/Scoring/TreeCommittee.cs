using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Decision trees in flat arrays. A node goes left where its feature is no larger than its threshold; the right child follows the left one.
/// A leaf is its own child, so that paths of different lengths can be walked together: four at a time, since a single one mostly waits.
/// </summary>
internal sealed partial class TreeCommittee
{
    private readonly int[] _roots;
    private readonly Node[] _nodes;

    /// <param name="Feature">The feature that is looked at; 0 at a leaf.</param>
    /// <param name="Threshold">Up to here a row goes left; infinite at a leaf.</param>
    /// <param name="Left">The number of the left child; at a leaf its own.</param>
    /// <param name="Value">The share of anomalies among the training rows that come here.</param>
    public readonly record struct Node(int Feature, float Threshold, int Left, float Value);

    /// <param name="roots">The numbers of the trees' roots.</param>
    /// <param name="nodes">The nodes of all trees; children come after their parent.</param>
    public TreeCommittee(int[] roots, Node[] nodes) => (_roots, _nodes) = (roots, nodes);

    public ReadOnlySpan<int> Roots => _roots;

    public ReadOnlySpan<Node> Nodes => _nodes;

    /// <summary>The mean of the trees' leaf values, for each row.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="stride">The distance between two rows, which must have all features that the nodes look at.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="means">Receives a value for each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mean(ReadOnlySpan<float> x, int stride, int rows, Span<float> means)
    {
        means = means[..rows];
        means.Clear();
        ref Node nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref float first = ref MemoryMarshal.GetReference(x[..(rows * stride)]);
        int row = 0;
        for (; row + 3 < rows; row += 4)
        {
            ref float row0 = ref Unsafe.Add(ref first, row * stride);
            ref float row1 = ref Unsafe.Add(ref row0, stride);
            ref float row2 = ref Unsafe.Add(ref row1, stride);
            ref float row3 = ref Unsafe.Add(ref row2, stride);
            float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
            foreach (int root in _roots)
            {
                int n0 = root, n1 = root, n2 = root, n3 = root;
                Descend(ref nodes, ref n0, ref n1, ref n2, ref n3, ref row0, ref row1, ref row2, ref row3);
                sum0 += Unsafe.Add(ref nodes, n0).Value;
                sum1 += Unsafe.Add(ref nodes, n1).Value;
                sum2 += Unsafe.Add(ref nodes, n2).Value;
                sum3 += Unsafe.Add(ref nodes, n3).Value;
            }
            (means[row], means[row + 1], means[row + 2], means[row + 3]) = (sum0, sum1, sum2, sum3);
        }
        for (; row < rows; row++)
            means[row] = SumOfTrees(ref nodes, ref Unsafe.Add(ref first, row * stride));
        foreach (ref float mean in means)
            mean /= _roots.Length;
    }

    // One row through four trees at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float SumOfTrees(ref Node nodes, ref float row)
    {
        float sum = 0;
        int tree = 0;
        for (; tree + 3 < _roots.Length; tree += 4)
        {
            int n0 = _roots[tree], n1 = _roots[tree + 1], n2 = _roots[tree + 2], n3 = _roots[tree + 3];
            Descend(ref nodes, ref n0, ref n1, ref n2, ref n3, ref row, ref row, ref row, ref row);
            sum += Unsafe.Add(ref nodes, n0).Value;
            sum += Unsafe.Add(ref nodes, n1).Value;
            sum += Unsafe.Add(ref nodes, n2).Value;
            sum += Unsafe.Add(ref nodes, n3).Value;
        }
        for (; tree < _roots.Length; tree++)
        {
            int n = _roots[tree];
            for (int next = Next(ref nodes, n, ref row); next != n; next = Next(ref nodes, n, ref row))
                n = next;
            sum += Unsafe.Add(ref nodes, n).Value;
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Descend(
        ref Node nodes, ref int n0, ref int n1, ref int n2, ref int n3, ref float row0, ref float row1, ref float row2, ref float row3)
    {
        (int a, int b, int c, int d) = (n0, n1, n2, n3);
        while (true)
        {
            int nextA = Next(ref nodes, a, ref row0), nextB = Next(ref nodes, b, ref row1);
            int nextC = Next(ref nodes, c, ref row2), nextD = Next(ref nodes, d, ref row3);
            if (((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) == 0)
                break;
            (a, b, c, d) = (nextA, nextB, nextC, nextD);
        }
        (n0, n1, n2, n3) = (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref Node nodes, int n, ref float row)
    {
        ref Node node = ref Unsafe.Add(ref nodes, n);
        return node.Left + Unsafe.BitCast<bool, byte>(Unsafe.Add(ref row, node.Feature) > node.Threshold);
    }
}
