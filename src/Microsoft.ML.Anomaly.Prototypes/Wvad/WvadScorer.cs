using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The forward pass of <see cref="WvadNetwork"/> with z = m in managed code.</summary>
internal sealed class WvadScorer : RowScorer
{
    private readonly WvadModel _model;
    private readonly float[] _precisions;
    private readonly float[] _offsets;
    private readonly float[] _mask;
    private readonly float[] _input;
    private readonly float[] _outerHidden;
    private readonly float[] _innerHidden;
    private readonly float[] _latent;
    private readonly float[] _reconstruction;
    private readonly float[] _probabilities;
    private readonly float[] _evidence;
    private readonly float[] _scoreHidden;
    private Block? _block;
    private Geometry _geometry;
    private float _entropy;
    private float _logit;

    public WvadScorer(WvadModel model)
    {
        _model = model;
        int clusters = model.NumberOfPrototypes, latent = model.LatentSize;
        _precisions = [.. model.LogVariances.Select(v => MathF.Exp(-v))];
        // The terms of log p(z, y) that no row changes, but for those that all clusters share.
        _offsets = [.. model.LogWeights.Select((weight, k) => weight - (0.5f * model.LogVariances.AsSpan(k * latent, latent).ToArray().Sum()))];
        _mask = WvadNetwork.FeatureMask(model.ScoreFeatures, clusters, latent);
        _input = new float[model.Scaling.OutputWidth];
        _outerHidden = new float[model.EncoderOuter.Outputs];
        _innerHidden = new float[model.EncoderInner.Outputs];
        _latent = new float[latent];
        _reconstruction = new float[_input.Length];
        _probabilities = new float[clusters];
        _evidence = new float[_mask.Length];
        _scoreHidden = new float[model.ScoreHidden.Outputs];
    }

    public override float Score => Activation.Sigmoid(_logit);

    public override float Scalar(PrototypeColumns column) => column switch
    {
        PrototypeColumns.ReconstructionError => _geometry.ReconstructionError,
        PrototypeColumns.ClusterEntropy => _entropy,
        PrototypeColumns.CosineSimilarity => _geometry.CosineSimilarity,
        _ => base.Scalar(column),
    };

    public override void WriteVector(PrototypeColumns column, Span<float> destination)
    {
        if (column == PrototypeColumns.ClusterProbabilities)
            _probabilities.CopyTo(destination);
        else if (column == PrototypeColumns.LatentVector)
            _latent.CopyTo(destination);
        else if (column == PrototypeColumns.FeatureContributions)
            WriteContributions(destination);
        else
            base.WriteVector(column, destination);
    }

    public override void Run(ReadOnlySpan<float> features)
    {
        _model.Scaling.Apply(features, _input);
        _model.EncoderOuter.ForwardRelu(_input, _outerHidden);
        _model.EncoderInner.ForwardRelu(_outerHidden, _innerHidden);
        _model.EncoderMean.Forward(_innerHidden, _latent);
        _model.DecoderInner.ForwardRelu(_latent, _innerHidden);
        _model.DecoderOuter.ForwardRelu(_innerHidden, _outerHidden);
        _model.DecoderOutput.Forward(_outerHidden, _reconstruction);
        Judge();
    }

    // The autoencoder, which is most of the work, runs over all rows at once, and the rest row by row.
    public override void RunBlock(ScoringBlock block)
    {
        Block rows = _block ??= new Block(_model);
        for (int row = 0; row < block.Count; row++)
            _model.Scaling.Apply(block.Features(row), rows.Input, row);
        _model.EncoderOuter.ForwardRelu(rows.Input, rows.OuterHidden, block.Count);
        _model.EncoderInner.ForwardRelu(rows.OuterHidden, rows.InnerHidden, block.Count);
        _model.EncoderMean.Forward(rows.InnerHidden, rows.Latent, block.Count);
        _model.DecoderInner.ForwardRelu(rows.Latent, rows.InnerHidden, block.Count);
        _model.DecoderOuter.ForwardRelu(rows.InnerHidden, rows.OuterHidden, block.Count);
        _model.DecoderOutput.Forward(rows.OuterHidden, rows.Reconstruction, block.Count);
        for (int row = 0; row < block.Count; row++)
        {
            rows.Input.CopyRow(row, _input);
            rows.Latent.CopyRow(row, _latent);
            rows.Reconstruction.CopyRow(row, _reconstruction);
            Judge();
            if (block.WantsScore)
                block.Scores[row] = Score;
            foreach (PrototypeColumns column in block.Extra)
                Write(block, column, row);
        }
    }

    // All that follows from x, z and x̂.
    private void Judge()
    {
        FindCluster();
        _geometry = Geometry.Of(_input, _reconstruction);
        _logit = Logit(_geometry);
    }

    // gamma and its entropy f_e.
    private void FindCluster()
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
        float logSum = largest + MathF.Log(sum);
        _entropy = 0;
        foreach (ref float value in _probabilities.AsSpan())
        {
            float logProbability = value - logSum;
            value = MathF.Exp(logProbability);
            _entropy -= value * logProbability;
        }
    }

    // What the score's logit loses when the feature is reconstructed without error and all else stays. Features that the network
    // doesn't see contribute 0.
    private void WriteContributions(Span<float> contributions)
    {
        contributions.Clear();
        ReadOnlySpan<int> slots = _model.Scaling.KeptSlots;
        for (int d = 0; d < _input.Length; d++)
            contributions[slots[d]] = _logit - Logit(_geometry.With(_input[d], _reconstruction[d]));
    }

    // o of f = [gamma, z, f_e, f_r, f_c]
    private float Logit(Geometry geometry)
    {
        _probabilities.CopyTo(_evidence, 0);
        _latent.CopyTo(_evidence, _probabilities.Length);
        int next = _probabilities.Length + _latent.Length;
        _evidence[next] = _entropy;
        _evidence[next + 1] = geometry.ReconstructionError;
        _evidence[next + 2] = geometry.CosineSimilarity;
        for (int i = 0; i < _mask.Length; i++)
            _evidence[i] *= _mask[i];
        Span<float> logit = stackalloc float[1];
        _model.ScoreHidden.ForwardRelu(_evidence, _scoreHidden);
        _model.ScoreOutput.Forward(_scoreHidden, logit);
        return logit[0];
    }

    // What the layers of the autoencoder give of some rows.
    private sealed class Block(WvadModel model)
    {
        public RowBlock Input { get; } = new(model.Scaling.OutputWidth);

        public RowBlock OuterHidden { get; } = new(model.EncoderOuter.Outputs);

        public RowBlock InnerHidden { get; } = new(model.EncoderInner.Outputs);

        public RowBlock Latent { get; } = new(model.LatentSize);

        public RowBlock Reconstruction { get; } = new(model.Scaling.OutputWidth);
    }

    // A row and its reconstruction: |x|², |x̂|², |x - x̂|² and x·x̂.
    private readonly record struct Geometry(float Input, float Reconstruction, float Residual, float Product)
    {
        public float ReconstructionError => MathF.Min(MathF.Sqrt(Residual) / Norm(Input), WvadEvidence.LargestReconstructionError);

        public float CosineSimilarity => Product / (Norm(Input) * Norm(Reconstruction));

        public static Geometry Of(ReadOnlySpan<float> x, ReadOnlySpan<float> reconstruction)
        {
            float input = 0, reconstructed = 0, residual = 0, product = 0;
            for (int d = 0; d < x.Length; d++)
            {
                input += x[d] * x[d];
                reconstructed += reconstruction[d] * reconstruction[d];
                residual += (x[d] - reconstruction[d]) * (x[d] - reconstruction[d]);
                product += x[d] * reconstruction[d];
            }
            return new(input, reconstructed, residual, product);
        }

        // The same where one feature's reconstruction is the feature itself. Rounding must not make a square negative.
        public Geometry With(float value, float reconstruction) => new(
            Input,
            MathF.Max(0, Reconstruction - (reconstruction * reconstruction) + (value * value)),
            MathF.Max(0, Residual - ((value - reconstruction) * (value - reconstruction))),
            Product - (value * reconstruction) + (value * value));

        private static float Norm(float square) => MathF.Max(MathF.Sqrt(square), WvadEvidence.SmallestNorm);
    }
}
