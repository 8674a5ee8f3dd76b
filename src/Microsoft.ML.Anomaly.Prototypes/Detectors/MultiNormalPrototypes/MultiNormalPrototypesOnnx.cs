using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class MultiNormalPrototypesModel
{
    internal override OnnxScores ToOnnx(OnnxValue features)
    {
        OnnxValue x = Scaling.ToOnnx(features);
        OnnxValue z = Encoder.ToOnnx(x);
        OnnxValue reconstruction = Decoder.ToOnnx(z);
        // With r = |x - x̂| and c = min(r, 1), c (r - c / 2) is r²/2 up to 1, then r - 1/2.
        OnnxValue residual = (x - reconstruction).Abs(), capped = residual.AtMost(1);
        OnnxValue error = (capped * (residual - (capped * 0.5f))).Mean(axis: 1);

        OnnxValue unit = z / z.SumOfSquares(axis: 1).Sqrt().AtLeast(MultiNormalPrototypesNetwork.SmallestNorm);
        OnnxValue distances = unit.SquaredDistances([.. GetPrototypes().SelectMany(prototype => prototype)], NumberOfPrototypes);
        OnnxValue similarity = KernelDegree == 1 ? 1 / (distances + 1) : ((distances / KernelDegree) + 1).Power(-(KernelDegree + 1) / 2);

        var evidence = new List<OnnxValue>();
        if (ScoreInputs.HasFlag(ScoreInputs.Latent))
            evidence.Add(unit);
        if (ScoreInputs.HasFlag(ScoreInputs.ReconstructionError))
            evidence.Add(error);
        if (ScoreInputs.HasFlag(ScoreInputs.Similarity))
            evidence.Add(similarity.Largest(axis: 1));
        OnnxValue logit = ScoreHead.ToOnnx(features.Graph.Concat(1, [.. evidence]));
        return new OnnxScores(logit.Sigmoid(), new Dictionary<PrototypeColumns, OnnxValue>
        {
            [PrototypeColumns.ReconstructionError] = error,
            [PrototypeColumns.NearestPrototype] = similarity.IndexOfLargest(),
            [PrototypeColumns.PrototypeSimilarity] = similarity,
            [PrototypeColumns.LatentVector] = unit,
        });
    }
}
