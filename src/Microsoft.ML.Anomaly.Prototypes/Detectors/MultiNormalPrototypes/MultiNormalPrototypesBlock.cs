using System.Numerics;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The forward pass of <see cref="MultiNormalPrototypesNetwork"/> in managed code, each step over all rows of a block.
/// </summary>
internal sealed class MultiNormalPrototypesBlock : IReconstructingBlock
{
    private readonly MultiNormalPrototypesModel _model;
    private readonly float[] _unitPrototypes;
    // Enum.HasFlag allocates in code that is not optimised yet.
    private readonly bool _seesLatent;
    private readonly bool _seesError;
    private readonly bool _seesSimilarity;
    private readonly FrozenNetwork.BlockScratch _encoder;
    private readonly FrozenNetwork.BlockScratch _decoder;
    private readonly FrozenNetwork.BlockScratch _scoreHead;
    private readonly RowBlock _evidence;
    private readonly float[] _errors = new float[RowBlock.Rows];
    private readonly float[] _largest = new float[RowBlock.Rows];
    private readonly int[] _nearest = new int[RowBlock.Rows];

    /// <param name="model">The trained model.</param>
    public MultiNormalPrototypesBlock(MultiNormalPrototypesModel model)
    {
        _model = model;
        _unitPrototypes = [.. model.GetPrototypes().SelectMany(prototype => prototype)];
        _seesLatent = model.ScoreInputs.HasFlag(ScoreInputs.Latent);
        _seesError = model.ScoreInputs.HasFlag(ScoreInputs.ReconstructionError);
        _seesSimilarity = model.ScoreInputs.HasFlag(ScoreInputs.Similarity);
        Input = new RowBlock(model.Scaling.OutputWidth);
        Similarity = new RowBlock(model.NumberOfPrototypes);
        _encoder = model.Encoder.CreateBlockScratch();
        _decoder = model.Decoder.CreateBlockScratch();
        _scoreHead = model.ScoreHead.CreateBlockScratch();
        _evidence = new RowBlock(model.ScoreHead.Inputs);
    }

    /// <summary>x, the scaled features: to be filled in.</summary>
    public RowBlock Input { get; }

    /// <summary>x̂</summary>
    public RowBlock Reconstruction => _decoder.Output;

    /// <summary>z̃</summary>
    public RowBlock Latent => _encoder.Output;

    /// <summary>S</summary>
    public RowBlock Similarity { get; }

    /// <summary>e</summary>
    public ReadOnlySpan<float> Errors => _errors;

    /// <summary>The number of the prototype with the largest similarity; -1 where none is a number.</summary>
    public ReadOnlySpan<int> Nearest => _nearest;

    /// <summary>The score before the sigmoid.</summary>
    public ReadOnlySpan<float> Logits => _scoreHead.Output.Values;

    void IReconstructingBlock.Reconstruct(int rows)
    {
        Encode(rows);
        Decode(rows);
    }

    void IReconstructingBlock.Judge(int rows, Span<float> logits)
    {
        Encode(rows);
        if (_seesError)
            Decode(rows);
        Compare(_seesSimilarity);
        Judge(rows);
        Logits[..rows].CopyTo(logits);
    }

    /// <summary>z of <see cref="Input"/>.</summary>
    public void Encode(int rows) => _model.Encoder.Forward(Input, rows, _encoder);

    /// <summary>x̂ and e, of z.</summary>
    public void Decode(int rows)
    {
        _model.Decoder.Forward(Latent, rows, _decoder);
        SmoothL1.Mean(Input, Reconstruction, _model.Scaling.OutputWidth, _errors);
    }

    /// <summary>z̃, which takes the place of z, and where they are wanted S, s* and the nearest prototype.</summary>
    public void Compare(bool withPrototypes)
    {
        UnitLength.Normalize(Latent, _model.LatentSize, MultiNormalPrototypesNetwork.SmallestNorm);
        if (!withPrototypes)
            return;
        for (int k = 0; k < _model.NumberOfPrototypes; k++)
        {
            StudentKernel(_unitPrototypes.AsSpan(k * _model.LatentSize, _model.LatentSize), Similarity[k]);
            FindLargest(k);
        }
    }

    /// <summary>The score head, of z̃, e and s*.</summary>
    public void Judge(int rows)
    {
        int filled = 0;
        if (_seesLatent)
        {
            Latent.Values.CopyTo(_evidence.Values);
            filled = _model.LatentSize;
        }
        if (_seesError)
            _errors.CopyTo(_evidence[filled++]);
        if (_seesSimilarity)
            _largest.CopyTo(_evidence[filled]);
        _model.ScoreHead.Forward(_evidence, rows, _scoreHead);
    }

    // S of one prototype.
    private void StudentKernel(ReadOnlySpan<float> prototype, Span<float> similarity)
    {
        float alpha = _model.KernelDegree;
        for (int row = 0; row < RowBlock.Rows; row += Vector<float>.Count)
        {
            Vector<float> squaredDistance = Vector<float>.Zero;
            for (int i = 0; i < prototype.Length; i++)
            {
                Vector<float> difference = new Vector<float>(Latent[i][row..]) - new Vector<float>(prototype[i]);
                squaredDistance += difference * difference;
            }
            Vector<float> value = alpha == 1 ? Vector<float>.One / (Vector<float>.One + squaredDistance) : squaredDistance;
            value.CopyTo(similarity[row..]);
        }
        if (alpha == 1)
            return;
        foreach (ref float value in similarity)
            value = MathF.Pow(1 + (value / alpha), -(alpha + 1) / 2);
    }

    private void FindLargest(int prototype)
    {
        ReadOnlySpan<float> similarity = Similarity[prototype];
        for (int row = 0; row < RowBlock.Rows; row++)
        {
            if (prototype == 0)
                (_nearest[row], _largest[row]) = (-1, float.NaN);
            if (similarity[row] > _largest[row] || (_nearest[row] < 0 && !float.IsNaN(similarity[row])))
                (_nearest[row], _largest[row]) = (prototype, similarity[row]);
        }
    }
}
