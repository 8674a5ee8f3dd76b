using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The score is the mean, over random subsamples of the embedded training rows, of the mean distance of phi(x) to its two nearest neighbours
/// in the subsample.
/// </summary>
internal sealed class NeighbourDistanceBlock : ScoreBlock
{
    /// <summary>The number of rows in a subsample.</summary>
    public const int Subsample = 8;

    private readonly FrozenNetwork _network;
    private readonly FrozenNetwork.BlockScratch _scratch;
    private readonly CentreSet _neighbours;
    private readonly float[] _embedded;
    private readonly float[] _distances;

    /// <param name="network">phi</param>
    /// <param name="neighbours">The embedded rows of all subsamples, one after another.</param>
    public NeighbourDistanceBlock(FrozenNetwork network, float[] neighbours)
        : base(network.Inputs)
    {
        (_network, _scratch) = (network, network.CreateBlockScratch());
        _neighbours = new CentreSet(neighbours, neighbours.Length / network.Outputs);
        (_embedded, _distances) = (new float[network.Outputs], new float[_neighbours.PaddedCount]);
    }

    public override void Judge(int rows, Span<float> logits)
    {
        RowBlock embedded = _network.Forward(Input, rows, _scratch);
        for (int row = 0; row < rows; row++)
        {
            embedded.CopyRow(row, _embedded);
            _neighbours.Distances(_embedded, _embedded.Length, 1, _distances);
            double sum = 0;
            for (int start = 0; start < _neighbours.Count; start += Subsample)
                sum += MeanOfTwoNearest(_distances.AsSpan(start, Subsample));
            logits[row] = (float)(sum * Subsample / _neighbours.Count);
        }
    }

    private static float MeanOfTwoNearest(ReadOnlySpan<float> squares)
    {
        float nearest = float.PositiveInfinity, second = nearest;
        foreach (float square in squares)
        {
            second = MathF.Min(second, MathF.Max(nearest, square));
            nearest = MathF.Min(nearest, square);
        }
        return (MathF.Sqrt(nearest) + MathF.Sqrt(second)) / 2;
    }
}
