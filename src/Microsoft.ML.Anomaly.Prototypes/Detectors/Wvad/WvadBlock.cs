using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The forward pass of <see cref="WvadNetwork"/> with z = m in managed code. The networks run over all rows of a block at once, and what
/// is between them row by row.
/// </summary>
internal sealed class WvadBlock : IReconstructingBlock
{
    private readonly WvadModel _model;
    private readonly float[] _precisions;
    private readonly float[] _offsets;
    private readonly float[] _mask;
    private readonly FrozenNetwork.BlockScratch _encoder;
    private readonly FrozenNetwork.BlockScratch _decoder;
    private readonly FrozenNetwork.BlockScratch _scoreHead;
    private readonly RowBlock _evidence;
    private readonly float[] _input;
    private readonly float[] _reconstruction;
    private readonly float[] _latent;
    private readonly float[] _probabilities;
    private readonly float[] _entropies = new float[RowBlock.Rows];
    private readonly ReconstructionGeometry[] _geometries = new ReconstructionGeometry[RowBlock.Rows];

    public WvadBlock(WvadModel model)
    {
        _model = model;
        int latent = model.LatentSize;
        _precisions = [.. model.LogVariances.Select(v => MathF.Exp(-v))];
        // The terms of log p(z, y) that no row changes, but for those that all clusters share.
        _offsets = [.. model.LogWeights.Select((weight, k) => weight - (0.5f * model.LogVariances.AsSpan(k * latent, latent).ToArray().Sum()))];
        _mask = WvadNetwork.FeatureMask(model.ScoreFeatures, model.NumberOfPrototypes, latent);
        (_encoder, _decoder, _scoreHead) = (model.Encoder.CreateBlockScratch(), model.Decoder.CreateBlockScratch(), model.ScoreHead.CreateBlockScratch());
        _evidence = new RowBlock(_mask.Length);
        Input = new RowBlock(model.Scaling.OutputWidth);
        Probabilities = new RowBlock(model.NumberOfPrototypes);
        (_input, _reconstruction) = (new float[model.Scaling.OutputWidth], new float[model.Scaling.OutputWidth]);
        (_latent, _probabilities) = (new float[latent], new float[model.NumberOfPrototypes]);
    }

    /// <summary>x, the scaled features: to be filled in.</summary>
    public RowBlock Input { get; }

    /// <summary>x̂</summary>
    public RowBlock Reconstruction => _decoder.Output;

    /// <summary>z</summary>
    public RowBlock Latent => _encoder.Output;

    /// <summary>gamma</summary>
    public RowBlock Probabilities { get; }

    /// <summary>f_e</summary>
    public ReadOnlySpan<float> Entropies => _entropies;

    /// <summary>What f_r and f_c follow from.</summary>
    public ReadOnlySpan<ReconstructionGeometry> Geometries => _geometries;

    /// <summary>The score before the sigmoid.</summary>
    public ReadOnlySpan<float> Logits => _scoreHead.Output.Values;

    /// <summary>z of x, and x̂ of z.</summary>
    public void Reconstruct(int rows) => _model.Decoder.Forward(_model.Encoder.Forward(Input, rows, _encoder), rows, _decoder);

    /// <summary>All that there is to know of the first rows.</summary>
    public void Judge(int rows)
    {
        Reconstruct(rows);
        for (int row = 0; row < rows; row++)
        {
            Input.CopyRow(row, _input);
            Latent.CopyRow(row, _latent);
            Reconstruction.CopyRow(row, _reconstruction);
            _entropies[row] = FindCluster();
            _geometries[row] = ReconstructionGeometry.Of(_input, _reconstruction);
            for (int k = 0; k < _probabilities.Length; k++)
                Probabilities[k][row] = _probabilities[k];
            Gather(row);
        }
        _model.ScoreHead.Forward(_evidence, rows, _scoreHead);
    }

    void IReconstructingBlock.Judge(int rows, Span<float> logits)
    {
        Judge(rows);
        Logits[..rows].CopyTo(logits);
    }

    // f = [gamma, z, f_e, f_r, f_c] of one row; what the score head does not see is 0.
    private void Gather(int row)
    {
        int next = 0;
        foreach (float probability in _probabilities)
            Put(probability);
        foreach (float value in _latent)
            Put(value);
        Put(_entropies[row]);
        Put(_geometries[row].ReconstructionError);
        Put(_geometries[row].CosineSimilarity);

        void Put(float value)
        {
            _evidence[next][row] = value * _mask[next];
            next++;
        }
    }

    // gamma of one row; returns its entropy.
    private float FindCluster()
    {
        float largest = float.NegativeInfinity;
        for (int k = 0; k < _probabilities.Length; k++)
        {
            float distance = 0;
            for (int j = 0, i = k * _latent.Length; j < _latent.Length; j++, i++)
                distance += (_latent[j] - _model.Means[i]) * (_latent[j] - _model.Means[i]) * _precisions[i];
            _probabilities[k] = _offsets[k] - (0.5f * distance);
            largest = MathF.Max(largest, _probabilities[k]);
        }
        float sum = 0;
        foreach (float logJoint in _probabilities)
            sum += MathF.Exp(logJoint - largest);
        float logSum = largest + MathF.Log(sum), entropy = 0;
        foreach (ref float value in _probabilities.AsSpan())
        {
            float logProbability = value - logSum;
            value = MathF.Exp(logProbability);
            entropy -= value * logProbability;
        }
        return entropy;
    }
}
