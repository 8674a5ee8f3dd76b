using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The forward pass of <see cref="FeawadNetwork"/> in managed code.</summary>
internal sealed class FeawadBlock : IReconstructingBlock
{
    private readonly FrozenNetwork[] _networks;
    private readonly FrozenNetwork.BlockScratch[] _scratch;
    private readonly RowBlock[] _inputs;
    private readonly float[] _error = new float[RowBlock.Rows];

    public FeawadBlock(BaselineParts parts)
    {
        _networks = [.. new[] { "encoder", "decoder", "first", "second", "last" }.Select(parts.Network)];
        _scratch = [.. _networks.Select(network => network.CreateBlockScratch())];
        // What the three layers of the score are given.
        _inputs = [.. _networks.Skip(2).Select(network => new RowBlock(network.Inputs))];
        Input = new RowBlock(parts.Inputs);
    }

    public RowBlock Input { get; }

    public RowBlock Reconstruction => _scratch[1].Output;

    public void Reconstruct(int rows) => _networks[1].Forward(_networks[0].Forward(Input, rows, _scratch[0]), rows, _scratch[1]);

    public void Judge(int rows, Span<float> logits)
    {
        Reconstruct(rows);
        GatherResidual();
        // Each layer sees what the one before it has made, and the length of the residual.
        RowBlock hidden = _networks[2].Forward(_inputs[0], rows, _scratch[2]);
        for (int layer = 1; layer < _inputs.Length; layer++)
        {
            hidden.Values.CopyTo(_inputs[layer].Values);
            _error.CopyTo(_inputs[layer][_networks[layer + 2].Inputs - 1]);
            hidden = _networks[layer + 2].Forward(_inputs[layer], rows, _scratch[layer + 2]);
        }
        hidden.Values[..rows].CopyTo(logits);
    }

    // [r / e, z, e]
    private void GatherResidual()
    {
        RowBlock residual = _inputs[0], code = _scratch[0].Output;
        int inputs = _networks[0].Inputs;
        Array.Clear(_error);
        for (int d = 0; d < inputs; d++)
        {
            ReadOnlySpan<float> x = Input[d], reconstruction = Reconstruction[d];
            Span<float> r = residual[d];
            for (int row = 0; row < r.Length; row++)
            {
                r[row] = x[row] - reconstruction[row];
                _error[row] += r[row] * r[row];
            }
        }
        for (int row = 0; row < _error.Length; row++)
            _error[row] = MathF.Sqrt(MathF.Max(_error[row], FeawadNetwork.SmallestError * FeawadNetwork.SmallestError));
        for (int d = 0; d < inputs; d++)
        {
            Span<float> r = residual[d];
            for (int row = 0; row < r.Length; row++)
                r[row] /= _error[row];
        }
        code.Values.CopyTo(residual.Values[(inputs * RowBlock.Rows)..]);
        _error.CopyTo(residual[_networks[2].Inputs - 1]);
    }
}
