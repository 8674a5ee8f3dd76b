using Microsoft.ML.Anomaly.Prototypes.Onnx;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class PrototypeEnsembleModel
{
    internal override OnnxScores ToOnnx(OnnxValue features)
    {
        OnnxGraph graph = features.Graph;
        OnnxValue x = Input.ToOnnx(features);
        var values = new List<OnnxValue>();
        var distances = new List<OnnxValue>();
        for (int p = 0; p < Partitions.Length; p++)
            values.AddRange(Partitions[p].ToOnnx(x, Input.Width, p == PrototypePartition ? distances : []));
        OnnxValue score = Input.Bounds.Lift(graph.Sum([.. values]), features);
        var columns = new Dictionary<PrototypeColumns, OnnxValue>();
        if (NumberOfPrototypes > 0)
        {
            OnnxValue all = graph.Concat(1, [.. distances]);
            columns[PrototypeColumns.NearestPrototype] = all.IndexOfSmallest();
            columns[PrototypeColumns.PrototypeSimilarity] = 1 / ((all / Input.Width) + 1);
            columns[PrototypeColumns.LatentVector] = x;
        }
        return new OnnxScores(score, columns);
    }
}

internal sealed partial record EnsembleInput
{
    /// <summary>The inputs of each row, [n, width].</summary>
    public OnnxValue ToOnnx(OnnxValue features)
    {
        OnnxValue standardized = Clipped(Scaling.ToOnnx(features));
        return Reduction is null ? standardized : Clipped(Reduction.ToOnnx(standardized));

        static OnnxValue Clipped(OnnxValue values) => values.AtLeast(-InputStandardization.Limit).AtMost(InputStandardization.Limit);
    }
}

internal sealed partial record EnsemblePartition
{
    /// <summary>What each head of each fold adds to the score, [n, 1].</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="width">Their number.</param>
    /// <param name="distances">Receives the squared distances to the prototypes of the finest scale, fold after fold.</param>
    public List<OnnxValue> ToOnnx(OnnxValue x, int width, List<OnnxValue> distances)
    {
        OnnxGraph graph = x.Graph;
        OnnxValue anomalyChannel = AnomalyChannel.ToOnnx(x, Anomalies);
        var added = new List<OnnxValue>();
        foreach (EnsembleFold fold in Folds)
        {
            (OnnxValue[] channels, OnnxValue? finest) = fold.Channels.ToOnnx(x, width);
            OnnxValue seen = graph.Concat(1, [x, .. channels]);
            if (fold.Trees is { } trees)
                added.Add(trees.ToOnnx(graph.Concat(1, seen, anomalyChannel)) * (TreeWeight / Folds.Length));
            if (fold.Networks is { } networks)
                added.Add((networks.ToOnnx(fold.NetworkInput!.ToOnnx(seen)) / 2).Sigmoid() * (NetworkWeight / Folds.Length));
            if (finest is { } known)
                distances.Add(known);
        }
        return added;
    }
}

internal sealed partial record InputStandardization
{
    public OnnxValue ToOnnx(OnnxValue input)
    {
        OnnxGraph graph = input.Graph;
        return ((input - graph.Constant(Mean, 1, Mean.Length)) * graph.Constant(Scale, 1, Scale.Length)).AtLeast(-Limit).AtMost(Limit);
    }
}

internal static partial class AnomalyChannel
{
    /// <summary>log(distance to the nearest labelled anomaly + 0.05), [n, 1]</summary>
    /// <param name="x">The standardised rows.</param>
    /// <param name="anomalies">The labelled anomalies.</param>
    public static OnnxValue ToOnnx(OnnxValue x, CentreSet anomalies) =>
        (x.SquaredDistances(anomalies.Centres, anomalies.Count).Smallest(axis: 1).Sqrt() + SmallestDistance).Log();
}
