using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// A score without a decoder, for some rows at once. It has no better idea of what a feature was to be than the typical row's value.
/// </summary>
internal abstract class ScoreBlock(int inputs) : IReconstructingBlock
{
    public RowBlock Input { get; } = new(inputs);

    public RowBlock Reconstruction => Input;

    public void Reconstruct(int rows)
    {
    }

    public abstract void Judge(int rows, Span<float> logits);
}

/// <summary>The score is what a network with one output says.</summary>
internal sealed class NetworkScoreBlock(FrozenNetwork network) : ScoreBlock(network.Inputs)
{
    private readonly FrozenNetwork.BlockScratch _scratch = network.CreateBlockScratch();

    public override void Judge(int rows, Span<float> logits) => network.Forward(Input, rows, _scratch).Values[..rows].CopyTo(logits);
}

/// <summary>The score is |phi(x) - c|² - R², with phi a network.</summary>
internal sealed class CentreDistanceBlock(FrozenNetwork network, float[] centre, float squaredRadius = 0) : ScoreBlock(network.Inputs)
{
    private readonly FrozenNetwork.BlockScratch _scratch = network.CreateBlockScratch();

    public override void Judge(int rows, Span<float> logits)
    {
        RowBlock embedded = network.Forward(Input, rows, _scratch);
        logits = logits[..rows];
        logits.Fill(-squaredRadius);
        for (int i = 0; i < centre.Length; i++)
        {
            ReadOnlySpan<float> values = embedded[i];
            float c = centre[i];
            for (int row = 0; row < logits.Length; row++)
                logits[row] += (values[row] - c) * (values[row] - c);
        }
    }
}

/// <summary>The score is the smallest of some functions of the squared distances |phi(x) - c_k|², with phi a network.</summary>
internal abstract class CentresBlock : ScoreBlock
{
    private readonly FrozenNetwork _network;
    private readonly FrozenNetwork.BlockScratch _scratch;
    private readonly CentreSet _centres;
    private readonly float[] _embedded;
    private readonly float[] _distances;

    /// <param name="parts">The network "network", and "centres", one after another.</param>
    protected CentresBlock(BaselineParts parts)
        : base(parts.Inputs)
    {
        _network = parts.Network("network");
        _scratch = _network.CreateBlockScratch();
        float[] centres = parts.Vector("centres");
        _centres = new CentreSet(centres, centres.Length / _network.Outputs);
        (_embedded, _distances) = (new float[_network.Outputs], new float[_centres.PaddedCount]);
    }

    /// <summary>For each row that was judged last, the centre of its score.</summary>
    public int[] Nearest { get; } = new int[RowBlock.Rows];

    public sealed override void Judge(int rows, Span<float> logits)
    {
        RowBlock embedded = _network.Forward(Input, rows, _scratch);
        for (int row = 0; row < rows; row++)
        {
            embedded.CopyRow(row, _embedded);
            _centres.Distances(_embedded, _embedded.Length, 1, _distances);
            logits[row] = float.PositiveInfinity;
            for (int k = 0; k < _centres.Count; k++)
            {
                float score = Score(k, _distances[k]);
                if (score < logits[row])
                    (logits[row], Nearest[row]) = (score, k);
            }
        }
    }

    /// <summary>The score by one centre.</summary>
    protected abstract float Score(int centre, float squaredDistance);
}
