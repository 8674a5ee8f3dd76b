using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The forward pass of <see cref="MultiNormalPrototypesNetwork"/> in managed code.
/// </summary>
internal sealed class MultiNormalPrototypesScorer : RowScorer
{
    private readonly MultiNormalPrototypesModel _model;
    private readonly float[] _unitPrototypes;
    private readonly float[] _input;
    private readonly float[] _hidden;
    private readonly float[] _reconstruction;
    private readonly float[] _similarity;
    private readonly float[] _scoreHidden;

    private readonly float[] _latent;

    // The score head's input: those of unit latent vector, reconstruction error and largest similarity that it sees.
    private readonly float[] _evidence;

    // Enum.HasFlag allocates in code that is not optimised yet.
    private readonly bool _seesLatent;
    private readonly bool _seesError;
    private readonly bool _seesSimilarity;
    private MultiNormalPrototypesBlock? _block;
    private float[][]? _decoded;
    private float _error;
    private int _nearest;
    private float _largest;
    private float _logit;

    public MultiNormalPrototypesScorer(MultiNormalPrototypesModel model)
    {
        _model = model;
        _unitPrototypes = [.. model.GetPrototypes().SelectMany(prototype => prototype)];
        _input = new float[model.Scaling.OutputWidth];
        _reconstruction = new float[_input.Length];
        _hidden = new float[model.EncoderHidden.Outputs];
        _latent = new float[model.LatentSize];
        _evidence = new float[MultiNormalPrototypesNetwork.EvidenceSize(model.LatentSize, model.ScoreInputs)];
        _similarity = new float[model.NumberOfPrototypes];
        _scoreHidden = new float[model.ScoreHidden.Outputs];
        _seesLatent = model.ScoreInputs.HasFlag(ScoreInputs.Latent);
        _seesError = model.ScoreInputs.HasFlag(ScoreInputs.ReconstructionError);
        _seesSimilarity = model.ScoreInputs.HasFlag(ScoreInputs.Similarity);
    }

    public override float Score => Activation.Sigmoid(_logit);

    public override float Scalar(PrototypeColumns column) => column == PrototypeColumns.ReconstructionError ? _error : base.Scalar(column);

    public override int Key(PrototypeColumns column) => column == PrototypeColumns.NearestPrototype ? _nearest : base.Key(column);

    public override void WriteVector(PrototypeColumns column, Span<float> destination)
    {
        if (column == PrototypeColumns.PrototypeSimilarity)
            _similarity.CopyTo(destination);
        else if (column == PrototypeColumns.LatentVector)
            _latent.CopyTo(destination);
        else if (column == PrototypeColumns.FeatureContributions)
            WriteContributions(destination);
        else
            base.WriteVector(column, destination);
    }

    public override void Run(ReadOnlySpan<float> features)
    {
        const float slope = MultiNormalPrototypesNetwork.NegativeSlope;
        _model.Scaling.Apply(features, _input);
        Span<float> latent = _latent;
        _model.EncoderHidden.ForwardLeakyRelu(_input, _hidden, slope);
        _model.EncoderLatent.ForwardLeakyRelu(_hidden, latent, slope);
        _model.DecoderHidden.ForwardLeakyRelu(latent, _hidden, slope);
        _model.DecoderOutput.ForwardLeakyRelu(_hidden, _reconstruction, slope);

        _error = SmoothL1.Mean(_input, _reconstruction);

        UnitLength.Normalize(latent, MultiNormalPrototypesNetwork.SmallestNorm);
        (_nearest, _largest) = (-1, float.NaN);
        for (int k = 0; k < _similarity.Length; k++)
        {
            _similarity[k] = Similarity(latent, _unitPrototypes.AsSpan(k * latent.Length, latent.Length));
            if (_similarity[k] > _largest || (_nearest < 0 && !float.IsNaN(_similarity[k])))
                (_nearest, _largest) = (k, _similarity[k]);
        }
        _logit = Logit();
    }

    public override void RunBlock(ScoringBlock block)
    {
        const PrototypeColumns ofPrototypes = PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity;
        MultiNormalPrototypesBlock rows = Block;
        for (int row = 0; row < block.Count; row++)
            _model.Scaling.Apply(block.Features(row), rows.Input, row);
        rows.Encode(block.Count);
        if (block.Wants(PrototypeColumns.ReconstructionError) || (block.WantsScore && _seesError))
            rows.Decode(block.Count);
        rows.Compare(withPrototypes: block.Wants(ofPrototypes) || (block.WantsScore && _seesSimilarity));
        if (block.WantsScore)
        {
            rows.Judge(block.Count);
            for (int row = 0; row < block.Count; row++)
                block.Scores[row] = Activation.Sigmoid(rows.Logits[row]);
        }
        if (block.Wants(PrototypeColumns.ReconstructionError))
            rows.Errors.CopyTo(block.Scalars(PrototypeColumns.ReconstructionError));
        if (block.Wants(PrototypeColumns.NearestPrototype))
            rows.Nearest.CopyTo(block.Keys(PrototypeColumns.NearestPrototype));
        if (block.Wants(PrototypeColumns.PrototypeSimilarity))
        {
            for (int row = 0; row < block.Count; row++)
                rows.Similarity.CopyRow(row, block.Vector(PrototypeColumns.PrototypeSimilarity, row));
        }
        if (block.Wants(PrototypeColumns.LatentVector))
        {
            for (int row = 0; row < block.Count; row++)
                rows.Latent.CopyRow(row, block.Vector(PrototypeColumns.LatentVector, row));
        }
        if (block.Wants(PrototypeColumns.FeatureContributions))
        {
            for (int row = 0; row < block.Count; row++)
            {
                Run(block.Features(row));
                Write(block, PrototypeColumns.FeatureContributions, row);
            }
        }
    }

    private void WriteContributions(Span<float> contributions)
    {
        if (_nearest < 0)
        {
            contributions.Fill(float.NaN);
            return;
        }
        _decoded ??= _model.DecodeScaledPrototypes();
        ExpectedValues.WriteContributions(Block, _input, _decoded[_nearest], _logit, _model.Scaling.KeptSlots, contributions);
    }

    // Made when first needed: many scorers only ever see single rows.
    private MultiNormalPrototypesBlock Block => _block ??= new MultiNormalPrototypesBlock(_model, _unitPrototypes);

    private float Logit()
    {
        int filled = 0;
        if (_seesLatent)
        {
            _latent.CopyTo(_evidence, 0);
            filled = _latent.Length;
        }
        if (_seesError)
            _evidence[filled++] = _error;
        if (_seesSimilarity)
            _evidence[filled] = _largest;
        Span<float> logit = stackalloc float[1];
        _model.ScoreHidden.ForwardLeakyRelu(_evidence, _scoreHidden, MultiNormalPrototypesNetwork.NegativeSlope);
        _model.ScoreOutput.Forward(_scoreHidden, logit);
        return logit[0];
    }

    private float Similarity(ReadOnlySpan<float> latent, ReadOnlySpan<float> prototype)
    {
        float squaredDistance = 0;
        for (int i = 0; i < latent.Length; i++)
            squaredDistance += (latent[i] - prototype[i]) * (latent[i] - prototype[i]);
        float alpha = _model.KernelDegree;
        return alpha == 1 ? 1 / (1 + squaredDistance) : MathF.Pow(1 + (squaredDistance / alpha), -(alpha + 1) / 2);
    }
}
