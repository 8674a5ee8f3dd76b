using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// How long latent vectors are around each prototype. Prototypes are compared by their direction alone; to decode one, a length is
/// needed too.
/// </summary>
internal static class LatentLengths
{
    private const int MaximumRows = 10_000;

    /// <summary>The mean length over the rows nearest to each prototype, weighted by their similarity; that of the prototype where there are none.</summary>
    public static float[] Measure(MultiNormalPrototypesModel model, FeatureRows features, ArraySegment<int> rows)
    {
        var block = new MultiNormalPrototypesBlock(model);
        double[] lengths = new double[model.NumberOfPrototypes], weights = new double[lengths.Length];
        float[] latent = new float[model.LatentSize], similarity = new float[lengths.Length];
        int step = 1 + (rows.Count / MaximumRows);
        int[] sample = [.. Enumerable.Range(0, rows.Count).Where(i => i % step == 0).Select(i => rows[i])];
        Span<float> inBlock = stackalloc float[RowBlock.Rows];
        foreach (int[] chunk in sample.Chunk(RowBlock.Rows))
        {
            for (int row = 0; row < chunk.Length; row++)
                model.Scaling.Apply(features[chunk[row]], block.Input, row);
            block.Encode(chunk.Length);
            for (int row = 0; row < chunk.Length; row++)
            {
                block.Latent.CopyRow(row, latent);
                inBlock[row] = MathF.Sqrt(latent.Sum(value => value * value));
            }
            block.Compare(withPrototypes: true);
            for (int row = 0; row < chunk.Length; row++)
            {
                int nearest = block.Nearest[row];
                if (nearest < 0)
                    continue;
                block.Similarity.CopyRow(row, similarity);
                lengths[nearest] += similarity[nearest] * inBlock[row];
                weights[nearest] += similarity[nearest];
            }
        }
        return [.. lengths.Select((sum, k) => weights[k] > 0 ? (float)(sum / weights[k]) : model.PrototypeLengths[k])];
    }
}
