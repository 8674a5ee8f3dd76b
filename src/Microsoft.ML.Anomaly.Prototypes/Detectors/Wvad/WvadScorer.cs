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
    private Counterfactuals? _counterfactuals;
    private float[][]? _decoded;
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
        rows.Run(block.Count);
        for (int row = 0; row < block.Count; row++)
        {
            JudgeRow(rows, row);
            if (block.WantsScore)
                block.Scores[row] = Score;
            foreach (PrototypeColumns column in block.Extra)
                Write(block, column, row);
        }
    }

    private void JudgeRow(Block rows, int row)
    {
        rows.Input.CopyRow(row, _input);
        rows.Latent.CopyRow(row, _latent);
        rows.Reconstruction.CopyRow(row, _reconstruction);
        Judge();
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

    private void WriteContributions(Span<float> contributions)
    {
        int nearest = 0;
        for (int k = 1; k < _probabilities.Length; k++)
        {
            if (_probabilities[k] > _probabilities[nearest])
                nearest = k;
        }
        _decoded ??= _model.DecodeScaledPrototypes();
        ExpectedValues.WriteContributions(
            _counterfactuals ??= new Counterfactuals(_model), _input, _decoded[nearest], _logit, _model.Scaling.KeptSlots, contributions);
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
        // z of x, and x̂ of z.
        public void Run(int rows)
        {
            model.EncoderOuter.ForwardRelu(Input, OuterHidden, rows);
            model.EncoderInner.ForwardRelu(OuterHidden, InnerHidden, rows);
            model.EncoderMean.Forward(InnerHidden, Latent, rows);
            model.DecoderInner.ForwardRelu(Latent, InnerHidden, rows);
            model.DecoderOuter.ForwardRelu(InnerHidden, OuterHidden, rows);
            model.DecoderOutput.Forward(OuterHidden, Reconstruction, rows);
        }

        public RowBlock Input { get; } = new(model.Scaling.OutputWidth);

        public RowBlock OuterHidden { get; } = new(model.EncoderOuter.Outputs);

        public RowBlock InnerHidden { get; } = new(model.EncoderInner.Outputs);

        public RowBlock Latent { get; } = new(model.LatentSize);

        public RowBlock Reconstruction { get; } = new(model.Scaling.OutputWidth);
    }

    // Scores rows that differ from the current one, and leaves that alone.
    private sealed class Counterfactuals(WvadModel model) : IReconstructingBlock
    {
        private readonly WvadScorer _scorer = new(model);
        private readonly Block _rows = new(model);

        public RowBlock Input => _rows.Input;

        public RowBlock Reconstruction => _rows.Reconstruction;

        public void Reconstruct(int rows) => _rows.Run(rows);

        public void Judge(int rows, Span<float> logits)
        {
            _rows.Run(rows);
            for (int row = 0; row < rows; row++)
            {
                _scorer.JudgeRow(_rows, row);
                logits[row] = _scorer._logit;
            }
        }
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

        private static float Norm(float square) => MathF.Max(MathF.Sqrt(square), WvadEvidence.SmallestNorm);
    }
}
