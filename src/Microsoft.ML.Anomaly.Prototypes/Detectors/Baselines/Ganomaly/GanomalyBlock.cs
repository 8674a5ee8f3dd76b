using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The score is the mean of the squared differences between the code of a row and that of its reconstruction.</summary>
internal sealed class GanomalyBlock : IReconstructingBlock
{
    private readonly FrozenNetwork _encoder;
    private readonly FrozenNetwork _decoder;
    private readonly FrozenNetwork _secondEncoder;
    private readonly FrozenNetwork.BlockScratch _code;
    private readonly FrozenNetwork.BlockScratch _reconstruction;
    private readonly FrozenNetwork.BlockScratch _secondCode;

    public GanomalyBlock(BaselineParts parts)
    {
        (_encoder, _decoder, _secondEncoder) = (parts.Network("encoder"), parts.Network("decoder"), parts.Network("second encoder"));
        (_code, _reconstruction, _secondCode) = (_encoder.CreateBlockScratch(), _decoder.CreateBlockScratch(), _secondEncoder.CreateBlockScratch());
        Input = new RowBlock(parts.Inputs);
    }

    public RowBlock Input { get; }

    public RowBlock Reconstruction => _reconstruction.Output;

    public void Reconstruct(int rows) => _decoder.Forward(_encoder.Forward(Input, rows, _code), rows, _reconstruction);

    public void Judge(int rows, Span<float> logits)
    {
        Reconstruct(rows);
        RowBlock code = _code.Output, second = _secondEncoder.Forward(Reconstruction, rows, _secondCode);
        logits = logits[..rows];
        logits.Clear();
        for (int i = 0; i < _encoder.Outputs; i++)
        {
            ReadOnlySpan<float> z = code[i], zOfReconstruction = second[i];
            for (int row = 0; row < logits.Length; row++)
                logits[row] += (z[row] - zOfReconstruction[row]) * (z[row] - zOfReconstruction[row]) / _encoder.Outputs;
        }
    }
}
