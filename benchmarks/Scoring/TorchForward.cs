using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ProtoAnomaly.Benchmarks;

/// <summary>The detector's network in torch, through the binding that it is trained with.</summary>
internal sealed class TorchForward : IDisposable
{
    private readonly MultiNormalPrototypesNetwork _network;
    private readonly Tensor _rows;

    /// <param name="model">The weights.</param>
    /// <param name="scaled">Rows of scaled features.</param>
    /// <param name="width">Their width.</param>
    public TorchForward(MultiNormalPrototypesModel model, float[] scaled, int width)
    {
        set_num_threads(1);
        var random = new Random(1);
        float[][] prototypes = [.. model.Prototypes.Chunk(model.LatentSize)];
        var autoencoder = new Autoencoder(width, model.EncoderHidden.Outputs, model.LatentSize, random, CPU);
        _network = new MultiNormalPrototypesNetwork(
            autoencoder, prototypes, model.ScoreHidden.Outputs, model.KernelDegree, model.ScoreInputs, random, CPU);
        Linear[] layers =
        [
            autoencoder.EncoderHidden, autoencoder.EncoderLatent, autoencoder.DecoderHidden, autoencoder.DecoderOutput,
            _network.ScoreHidden, _network.ScoreOutput,
        ];
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i].weight!.copy_(tensor(model.Layers[i].Weight.ToArray(), [model.Layers[i].Outputs, model.Layers[i].Inputs]));
            layers[i].bias!.copy_(tensor(model.Layers[i].Bias.ToArray()));
        }
        _rows = tensor(scaled, [scaled.Length / width, width]).DetachFromDisposeScope();
    }

    public void Score(long count, int batch)
    {
        using var noGradient = no_grad();
        for (long done = 0; done < count; done += batch)
        {
            using var scope = NewDisposeScope();
            _network.Forward(_rows.narrow(0, done % (_rows.shape[0] - batch + 1), batch));
        }
    }

    public void Dispose()
    {
        _network.Dispose();
        _rows.Dispose();
    }
}
