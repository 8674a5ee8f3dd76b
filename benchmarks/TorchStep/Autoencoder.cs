using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ProtoAnomaly.Benchmarks;

/// <summary>The model, its data and its optimizer; a run takes steps and tells their CPU time.</summary>
internal sealed class Autoencoder : IDisposable
{
    private static readonly int[] Sizes = [36, 128, 64, 8, 64, 128, 36];

    private readonly Sequential _model = nn.Sequential();
    private readonly Adam _optimizer;
    private readonly Tensor _batch;

    public Autoencoder()
    {
        set_num_threads(1);
        manual_seed(1);
        for (int i = 1; i < Sizes.Length; i++)
        {
            _model.append(nn.Linear(Sizes[i - 1], Sizes[i]));
            if (i < Sizes.Length - 1)
                _model.append(nn.ReLU());
        }
        _optimizer = optim.Adam(_model.parameters(), 1e-3);
        _batch = randn(128, Sizes[0]);
    }

    /// <summary>Microseconds of CPU time per step.</summary>
    public double Run(int steps)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (int i = 0; i < steps; i++)
            Step();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMicroseconds / steps;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _batch.Dispose();
    }

    private void Step()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var loss = nn.functional.mse_loss(_model.call(_batch), _batch);
        loss.backward();
        _optimizer.step();
    }
}
