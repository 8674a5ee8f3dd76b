using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The energy of rows in the mixture, equation 6, in managed code.</summary>
internal sealed class DagmmBlock : IReconstructingBlock
{
    private readonly FrozenNetwork _encoder;
    private readonly FrozenNetwork _decoder;
    private readonly FrozenNetwork.BlockScratch _code;
    private readonly FrozenNetwork.BlockScratch _decoded;
    private readonly float[] _logWeights;
    private readonly float[] _means;
    private readonly float[] _whitening;
    private readonly float[] _x;
    private readonly float[] _reconstruction;
    private readonly float[] _z;
    private readonly float[] _difference;

    public DagmmBlock(BaselineParts parts)
    {
        (_encoder, _decoder) = (parts.Network("encoder"), parts.Network("decoder"));
        (_code, _decoded) = (_encoder.CreateBlockScratch(), _decoder.CreateBlockScratch());
        (_logWeights, _means, _whitening) = (parts.Vector("logWeights"), parts.Vector("means"), parts.Vector("whitening"));
        (_x, _reconstruction) = (new float[parts.Inputs], new float[parts.Inputs]);
        _z = new float[_encoder.Outputs + DagmmMixture.Figures];
        _difference = new float[_z.Length];
        Input = new RowBlock(parts.Inputs);
    }

    public RowBlock Input { get; }

    public RowBlock Reconstruction => _decoded.Output;

    public void Reconstruct(int rows) => _decoder.Forward(_encoder.Forward(Input, rows, _code), rows, _decoded);

    public void Judge(int rows, Span<float> logits)
    {
        Reconstruct(rows);
        for (int row = 0; row < rows; row++)
        {
            Input.CopyRow(row, _x);
            Reconstruction.CopyRow(row, _reconstruction);
            _code.Output.CopyRow(row, _z.AsSpan(0, _encoder.Outputs));
            ReconstructionGeometry geometry = ReconstructionGeometry.Of(_x, _reconstruction);
            (_z[^2], _z[^1]) = (geometry.ReconstructionError, geometry.CosineSimilarity);
            logits[row] = Energy();
        }
    }

    private float Energy()
    {
        float largest = float.NegativeInfinity, sum = 0;
        for (int k = 0; k < _logWeights.Length; k++)
        {
            // The sum of exponentials is kept relative to the largest exponent so far.
            float logJoint = _logWeights[k] - (0.5f * SquaredDistance(k));
            if (logJoint > largest)
                (sum, largest) = ((sum * MathF.Exp(largest - logJoint)) + 1, logJoint);
            else
                sum += MathF.Exp(logJoint - largest);
        }
        return -(largest + MathF.Log(sum));
    }

    // |L_k^-1 (z - mu_k)|²
    private float SquaredDistance(int k)
    {
        int width = _z.Length;
        for (int j = 0; j < width; j++)
            _difference[j] = _z[j] - _means[(k * width) + j];
        float distance = 0;
        for (int i = 0; i < width; i++)
        {
            float whitened = 0;
            for (int j = 0; j <= i; j++)
                whitened += _whitening[(((k * width) + i) * width) + j] * _difference[j];
            distance += whitened * whitened;
        }
        return distance;
    }
}
