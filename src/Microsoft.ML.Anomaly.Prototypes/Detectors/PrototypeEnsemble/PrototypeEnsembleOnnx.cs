using Microsoft.ML.Anomaly.Prototypes.Onnx;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class PrototypeEnsembleModel
{
    internal override OnnxScores ToOnnx(OnnxValue features)
    {
        const float limit = InputStandardization.Limit;
        int width = Scaling.OutputWidth;
        OnnxGraph graph = features.Graph;
        OnnxValue x = Scaling.ToOnnx(features).AtLeast(-limit).AtMost(limit);
        OnnxValue anomalyChannel = AnomalyChannel.ToOnnx(x, Anomalies);
        var heads = new List<OnnxValue>();
        var distances = new List<OnnxValue>();
        foreach (EnsembleFold fold in Folds)
        {
            (OnnxValue[] channels, OnnxValue? finest) = fold.Channels.ToOnnx(x, width);
            heads.AddRange(fold.ToOnnx(graph.Concat(1, [x, .. channels]), anomalyChannel));
            if (finest is { } known)
                distances.Add(known);
        }
        OnnxValue score = graph.Sum([.. heads]) / heads.Count;
        var columns = new Dictionary<PrototypeColumns, OnnxValue>();
        if (NumberOfPrototypes > 0)
        {
            OnnxValue all = graph.Concat(1, [.. distances]);
            columns[PrototypeColumns.NearestPrototype] = all.IndexOfSmallest();
            columns[PrototypeColumns.PrototypeSimilarity] = 1 / ((all / width) + 1);
            columns[PrototypeColumns.LatentVector] = x;
        }
        return new OnnxScores(score, columns);
    }
}

internal sealed partial record EnsembleFold
{
    /// <summary>What each head says, [n, 1].</summary>
    /// <param name="seen">The standardised features and the fold's channels.</param>
    /// <param name="anomalyChannel">What only trees look at.</param>
    public IEnumerable<OnnxValue> ToOnnx(OnnxValue seen, OnnxValue anomalyChannel)
    {
        if (Trees is { } trees)
            yield return trees.ToOnnx(seen.Graph.Concat(1, seen, anomalyChannel));
        if (Networks is { } networks)
            yield return (networks.ToOnnx(NetworkInput!.ToOnnx(seen)) / 2).Sigmoid();
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
