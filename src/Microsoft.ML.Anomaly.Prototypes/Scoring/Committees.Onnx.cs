using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

internal sealed partial class NetworkCommittee
{
    /// <summary>The mean of the members' logits, [n, 1]: all members in one product of stacked matrices for each layer.</summary>
    public OnnxValue ToOnnx(OnnxValue x)
    {
        (int members, int d, int h1, int h2) = (Tensors.Members, Tensors.Inputs, Tensors.FirstHidden, Tensors.SecondHidden);
        OnnxGraph graph = x.Graph;
        OnnxValue first = x.MatMul(graph.Constant(Transposed(Tensors.FirstWeight, h1, d), members, d, h1)) + graph.Constant(Tensors.FirstBias, members, 1, h1);
        OnnxValue second = first.LeakyRelu(_negativeSlope).MatMul(graph.Constant(Transposed(Tensors.SecondWeight, h2, h1), members, h1, h2))
            + graph.Constant(Tensors.SecondBias, members, 1, h2);
        // The mean over members is taken by their last layers.
        float[] output = [.. Tensors.OutputWeight.Select(weight => weight / members)];
        return second.LeakyRelu(_negativeSlope).MatMul(graph.Constant(output, members, h2, 1)).Sum(axis: 0, keep: false) + _meanBias;
    }

    // Each of the matrices [rows, columns] that lie one after another.
    private static float[] Transposed(float[] matrices, int rows, int columns)
    {
        var result = new float[matrices.Length];
        for (int i = 0; i < result.Length; i++)
        {
            (int matrix, int place) = Math.DivRem(i, rows * columns);
            (int column, int row) = Math.DivRem(place, rows);
            result[i] = matrices[(matrix * rows * columns) + (row * columns) + column];
        }
        return result;
    }
}

internal sealed partial class TreeCommittee
{
    /// <summary>The mean of the trees' leaf values, [n, 1].</summary>
    public OnnxValue ToOnnx(OnnxValue x)
    {
        int count = _nodes.Length;
        long[] trees = new long[count], numbers = new long[count], features = new long[count], left = new long[count], right = new long[count];
        float[] thresholds = new float[count];
        string[] modes = new string[count];
        var leaves = new List<int>();
        for (int tree = 0; tree < _roots.Length; tree++)
        {
            int root = _roots[tree], end = tree + 1 < _roots.Length ? _roots[tree + 1] : count;
            for (int n = root; n < end; n++)
            {
                Node node = _nodes[n];
                (trees[n], numbers[n], features[n]) = (tree, n - root, node.Feature);
                bool isLeaf = node.Left == n;
                modes[n] = isLeaf ? "LEAF" : "BRANCH_LEQ";
                if (isLeaf)
                    leaves.Add(n);
                else
                    (thresholds[n], left[n], right[n]) = (node.Threshold, node.Left - root, node.Left + 1 - root);
            }
        }
        OnnxValue sum = x.Graph.Add(
            "TreeEnsembleRegressor", OnnxGraph.Classical, [x],
            new OnnxAttribute("n_targets", 1L),
            new OnnxAttribute("nodes_treeids", trees), new OnnxAttribute("nodes_nodeids", numbers), new OnnxAttribute("nodes_featureids", features),
            new OnnxAttribute("nodes_modes", modes), new OnnxAttribute("nodes_values", thresholds),
            new OnnxAttribute("nodes_truenodeids", left), new OnnxAttribute("nodes_falsenodeids", right),
            new OnnxAttribute("target_treeids", leaves.Select(n => trees[n]).ToArray()), new OnnxAttribute("target_nodeids", leaves.Select(n => numbers[n]).ToArray()),
            new OnnxAttribute("target_ids", new long[leaves.Count]), new OnnxAttribute("target_weights", leaves.Select(n => _nodes[n].Value).ToArray()));
        return sum / _roots.Length;
    }
}
