using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The score is (1 - share) |x - G(E(x))|_1 + share |h(x, E(x)) - h(G(E(x)), E(x))|_1, where h is the discriminator's last layer but one.</summary>
internal sealed class EgbadBlock : IReconstructingBlock
{
    private readonly FrozenNetwork _encoder;
    private readonly FrozenNetwork _generator;
    private readonly FrozenNetwork _trunk;
    private readonly FrozenNetwork _ofCode;
    private readonly FrozenNetwork _joint;
    private readonly FrozenNetwork.BlockScratch _code;
    private readonly FrozenNetwork.BlockScratch _reconstruction;
    private readonly FrozenNetwork.BlockScratch _trunkScratch;
    private readonly FrozenNetwork.BlockScratch _codeScratch;
    private readonly FrozenNetwork.BlockScratch _jointScratch;
    private readonly RowBlock _pair;
    private readonly RowBlock _features;
    private readonly float _share;

    public EgbadBlock(BaselineParts parts)
    {
        (_encoder, _generator, _share) = (parts.Network("encoder"), parts.Network("generator"), parts.Vector("discriminatorShare")[0]);
        (_trunk, _ofCode, _joint) = (parts.Network("trunk"), parts.Network("ofCode"), parts.Network("joint"));
        (_code, _reconstruction) = (_encoder.CreateBlockScratch(), _generator.CreateBlockScratch());
        (_trunkScratch, _codeScratch, _jointScratch) = (_trunk.CreateBlockScratch(), _ofCode.CreateBlockScratch(), _joint.CreateBlockScratch());
        (Input, _pair, _features) = (new RowBlock(parts.Inputs), new RowBlock(_joint.Inputs), new RowBlock(_joint.Outputs));
    }

    public RowBlock Input { get; }

    public RowBlock Reconstruction => _reconstruction.Output;

    public void Reconstruct(int rows) => _generator.Forward(_encoder.Forward(Input, rows, _code), rows, _reconstruction);

    public void Judge(int rows, Span<float> logits)
    {
        Reconstruct(rows);
        // What the discriminator makes of the code is the same for both pairs.
        _ofCode.Forward(_code.Output, rows, _codeScratch).Values.CopyTo(_pair.Values[(_trunk.Outputs * RowBlock.Rows)..]);
        Features(Input, rows).Values.CopyTo(_features.Values);
        logits = logits[..rows];
        logits.Clear();
        AddDifferences(_features, Features(Reconstruction, rows), _joint.Outputs, _share, logits);
        AddDifferences(Input, Reconstruction, _encoder.Inputs, 1 - _share, logits);
    }

    // h(x, E(x))
    private RowBlock Features(RowBlock x, int rows)
    {
        _trunk.Forward(x, rows, _trunkScratch).Values.CopyTo(_pair.Values);
        return _joint.Forward(_pair, rows, _jointScratch);
    }

    private static void AddDifferences(RowBlock a, RowBlock b, int width, float weight, Span<float> sums)
    {
        for (int i = 0; i < width; i++)
        {
            ReadOnlySpan<float> left = a[i], right = b[i];
            for (int row = 0; row < sums.Length; row++)
                sums[row] += weight * MathF.Abs(left[row] - right[row]);
        }
    }
}
