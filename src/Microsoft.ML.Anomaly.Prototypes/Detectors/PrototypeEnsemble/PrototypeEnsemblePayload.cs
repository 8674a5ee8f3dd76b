using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Turns a <see cref="PrototypeEnsembleModel"/> into tensors and back.</summary>
internal static class PrototypeEnsemblePayload
{
    public static ModelPayload Write(PrototypeEnsembleModel model)
    {
        var partitions = new JsonArray();
        var tensors = new List<PayloadTensor>([.. model.Input.Scaling.ToTensors(), .. model.Input.Bounds.ToTensors(), .. model.Input.Reduction?.ToTensors() ?? []]);
        for (int p = 0; p < model.Partitions.Length; p++)
            partitions.Add(Write(model.Partitions[p], p == 0 ? null : model.Partitions[p - 1].Anomalies, $"partition{p}", tensors));
        var settings = new JsonObject
        {
            ["features"] = model.NumberOfFeatures,
            ["varying"] = model.Input.Scaling.OutputWidth,
            ["inputs"] = model.Input.Width,
            ["kept"] = model.Input.Reduction?.Kept ?? 0,
            ["partitions"] = partitions,
        };
        return new ModelPayload(PrototypeEnsembleModel.Kind, settings, tensors);
    }

    /// <exception cref="FormatException">The payload is of another detector, incomplete, or makes no sense.</exception>
    public static PrototypeEnsembleModel Read(ModelPayload payload)
    {
        if (payload.Kind != PrototypeEnsembleModel.Kind)
            throw new FormatException($"The model is a '{payload.Kind}', not a '{PrototypeEnsembleModel.Kind}'.");
        var settings = new PayloadSettings(payload.Settings);
        int features = settings.Size("features"), varying = settings.Size("varying"), inputs = settings.Size("inputs");
        PayloadSettings[] partitions = settings.List("partitions");
        if (partitions.Length == 0)
            throw new FormatException("The model has no partitions.");
        var read = new EnsemblePartition[partitions.Length];
        for (int p = 0; p < read.Length; p++)
            read[p] = ReadPartition(partitions[p], inputs, p == 0 ? null : read[p - 1].Anomalies, $"partition{p}", payload);
        int kept = settings.SizeOrNone("kept");
        if (kept == 0 && varying != inputs)
            throw new FormatException("The model's inputs are not its features.");
        var input = new EnsembleInput(
            FeatureScaling.FromPayload(payload, features, varying),
            kept > 0 ? FeatureReduction.FromPayload(payload, varying, kept, inputs) : null,
            FeatureBounds.FromPayload(payload, features));
        return new PrototypeEnsembleModel(input, read);
    }

    // Anomalies that are those of the partition before are not written again.
    private static JsonObject Write(EnsemblePartition partition, CentreSet? before, string name, List<PayloadTensor> tensors)
    {
        bool isNew = partition.Anomalies != before;
        if (isNew)
            tensors.Add(new($"{name}.anomalies", [partition.Anomalies.Count, partition.Anomalies.Dimensions], partition.Anomalies.Centres));
        tensors.Add(new($"{name}.weights", [2], [partition.TreeWeight, partition.NetworkWeight]));
        var folds = new JsonArray();
        for (int f = 0; f < partition.Folds.Length; f++)
            folds.Add(Write(partition.Folds[f], $"{name}.fold{f}", tensors));
        return new JsonObject { ["anomalies"] = isNew ? partition.Anomalies.Count : 0, ["folds"] = folds };
    }

    private static EnsemblePartition ReadPartition(PayloadSettings settings, int inputs, CentreSet? before, string name, ModelPayload payload)
    {
        int anomalies = settings.SizeOrNone("anomalies");
        CentreSet set = anomalies > 0
            ? new CentreSet(payload.Tensor($"{name}.anomalies", anomalies, inputs), anomalies)
            : before ?? throw new FormatException("The model has no anomalies.");
        float[] weights = payload.Tensor($"{name}.weights", 2);
        PayloadSettings[] folds = settings.List("folds");
        if (folds.Length == 0)
            throw new FormatException("The model has no folds.");
        EnsembleFold[] read = [.. folds.Select((fold, f) => ReadFold(fold, inputs, $"{name}.fold{f}", payload))];
        if (read.Any(fold => fold.Trees is null != read[0].Trees is null || fold.Networks is null != read[0].Networks is null)
            || (read[0].Trees is null && read[0].Networks is null))
        {
            throw new FormatException("The model's folds have different heads, or none.");
        }
        return new EnsemblePartition(set, read, weights[0], weights[1]);
    }

    private static JsonObject Write(EnsembleFold fold, string name, List<PayloadTensor> tensors)
    {
        var settings = new JsonObject { ["axes"] = fold.Channels.Axes?.Count ?? 0 };
        if (fold.Channels.Axes is { } axes)
        {
            tensors.Add(new($"{name}.axes", [axes.Count, axes.Mean.Length], axes.Axes));
            tensors.Add(new($"{name}.axes.mean", [axes.Mean.Length], axes.Mean));
            tensors.Add(new($"{name}.axes.outsideVariance", [1], [axes.OutsideVariance]));
        }
        var scales = new JsonArray();
        for (int s = 0; s < fold.Channels.Scales.Length; s++)
        {
            LocalGaussians scale = fold.Channels.Scales[s];
            scales.Add(scale.Count);
            tensors.Add(new($"{name}.scale{s}.centres", [scale.Count, scale.Dimensions], scale.Centres));
            tensors.Add(new($"{name}.scale{s}.whitening", [scale.Count, Triangle(scale.Dimensions)], scale.Whitening));
            tensors.Add(new($"{name}.scale{s}.constants", [scale.Count], scale.Constants));
        }
        settings["scales"] = scales;
        settings["trees"] = fold.Trees?.Roots.Length ?? 0;
        if (fold.Trees is { } trees)
        {
            settings["nodes"] = trees.Nodes.Length;
            tensors.Add(new($"{name}.trees.sizes", [trees.Roots.Length], TreeSizes(trees)));
            tensors.Add(new($"{name}.trees.nodes", [trees.Nodes.Length, 4], Flat(trees)));
        }
        settings["networks"] = fold.Networks?.Tensors.Members ?? 0;
        if (fold.Networks is { Tensors: var n })
        {
            (int members, int h1, int h2) = (n.Members, n.FirstHidden, n.SecondHidden);
            settings["firstHidden"] = h1;
            settings["secondHidden"] = h2;
            tensors.Add(new($"{name}.input.mean", [n.Inputs], fold.NetworkInput!.Mean));
            tensors.Add(new($"{name}.input.scale", [n.Inputs], fold.NetworkInput.Scale));
            tensors.Add(new($"{name}.first.weight", [members, h1, n.Inputs], n.FirstWeight));
            tensors.Add(new($"{name}.first.bias", [members, h1], n.FirstBias));
            tensors.Add(new($"{name}.second.weight", [members, h2, h1], n.SecondWeight));
            tensors.Add(new($"{name}.second.bias", [members, h2], n.SecondBias));
            tensors.Add(new($"{name}.output.weight", [members, h2], n.OutputWeight));
            tensors.Add(new($"{name}.output.bias", [members], n.OutputBias));
        }
        return settings;
    }

    private static EnsembleFold ReadFold(PayloadSettings settings, int inputs, string name, ModelPayload payload)
    {
        int axesCount = settings.SizeOrNone("axes");
        PrincipalAxes? axes = axesCount == 0 ? null : new PrincipalAxes(
            payload.Tensor($"{name}.axes", axesCount, inputs), payload.Tensor($"{name}.axes.mean", inputs),
            payload.Tensor($"{name}.axes.outsideVariance", 1)[0]);
        int d = axesCount == 0 ? inputs : axesCount;
        LocalGaussians[] scales =
        [
            .. settings.Sizes("scales").Select((k, s) => new LocalGaussians(
                payload.Tensor($"{name}.scale{s}.centres", k, d), payload.Tensor($"{name}.scale{s}.whitening", k, Triangle(d)),
                payload.Tensor($"{name}.scale{s}.constants", k))),
        ];
        var channels = new PrototypeChannels(axes, scales);
        int trees = settings.SizeOrNone("trees"), members = settings.SizeOrNone("networks"), width = inputs + channels.Count;
        TreeCommittee? treeHead = trees == 0 ? null : Trees(
            payload.Tensor($"{name}.trees.sizes", trees), payload.Tensor($"{name}.trees.nodes", settings.Size("nodes"), 4), width + 1);
        if (members == 0)
            return new EnsembleFold(channels, treeHead, null, null);
        int h1 = settings.Size("firstHidden"), h2 = settings.Size("secondHidden");
        var tensors = new NetworkTensors(
            payload.Tensor($"{name}.first.weight", members, h1, width), payload.Tensor($"{name}.first.bias", members, h1),
            payload.Tensor($"{name}.second.weight", members, h2, h1), payload.Tensor($"{name}.second.bias", members, h2),
            payload.Tensor($"{name}.output.weight", members, h2), payload.Tensor($"{name}.output.bias", members));
        var input = new InputStandardization(payload.Tensor($"{name}.input.mean", width), payload.Tensor($"{name}.input.scale", width));
        return new EnsembleFold(channels, treeHead, input, new NetworkCommittee(tensors, NetworkHead.NegativeSlope));
    }

    private static int Triangle(int d) => d * (d + 1) / 2;

    private static float[] TreeSizes(TreeCommittee trees) =>
    [
        .. Enumerable.Range(0, trees.Roots.Length)
            .Select(t => (float)((t + 1 < trees.Roots.Length ? trees.Roots[t + 1] : trees.Nodes.Length) - trees.Roots[t])),
    ];

    // Feature, threshold, value, and the way to the left child: 0 at a leaf.
    private static float[] Flat(TreeCommittee trees)
    {
        var flat = new float[4 * trees.Nodes.Length];
        for (int n = 0; n < trees.Nodes.Length; n++)
        {
            TreeCommittee.Node node = trees.Nodes[n];
            bool isLeaf = node.Left == n;
            (flat[4 * n], flat[(4 * n) + 1], flat[(4 * n) + 2], flat[(4 * n) + 3]) =
                (node.Feature, isLeaf ? 0 : node.Threshold, node.Value, node.Left - n);
        }
        return flat;
    }

    private static TreeCommittee Trees(float[] sizes, float[] flat, int width)
    {
        var roots = new int[sizes.Length];
        var nodes = new TreeCommittee.Node[flat.Length / 4];
        int start = 0;
        for (int t = 0; t < roots.Length; t++)
        {
            int end = start + Whole(sizes[t], 1, nodes.Length - start);
            roots[t] = start;
            for (int n = start; n < end; n++)
            {
                // A way that is not 0 leads to a later node, so that every path ends.
                int left = n + Whole(flat[(4 * n) + 3], 0, end - 1 - n);
                if (left > n && left + 1 >= end)
                    throw Impossible();
                nodes[n] = new TreeCommittee.Node(
                    Whole(flat[4 * n], 0, width - 1), left == n ? float.PositiveInfinity : flat[(4 * n) + 1], left, flat[(4 * n) + 2]);
            }
            start = end;
        }
        return start == nodes.Length ? new TreeCommittee(roots, nodes) : throw Impossible();
    }

    private static int Whole(float value, int minimum, int maximum) =>
        value >= minimum && value <= maximum && value == MathF.Floor(value) ? (int)value : throw Impossible();

    private static FormatException Impossible() => new("The model's trees make no sense.");
}
