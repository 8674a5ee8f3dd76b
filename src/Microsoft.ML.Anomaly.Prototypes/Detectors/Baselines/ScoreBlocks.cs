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
