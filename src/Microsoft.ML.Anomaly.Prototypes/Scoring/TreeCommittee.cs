namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Decision trees in flat arrays. A node goes left where its feature is no larger than its threshold; the right child follows the left one.
/// A leaf is its own child.
/// </summary>
internal sealed class TreeCommittee
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

    /// <summary>The mean of the trees' leaf values.</summary>
    public float Mean(ReadOnlySpan<float> row)
    {
        float sum = 0;
        foreach (int root in _roots)
        {
            int n = root;
            while (true)
            {
                ref readonly Node node = ref _nodes[n];
                int next = node.Left + (row[node.Feature] > node.Threshold ? 1 : 0);
                if (next == n)
                {
                    sum += node.Value;
                    break;
                }
                n = next;
            }
        }
        return sum / _roots.Length;
    }
}
