using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using TorchSharp;
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
        var autoencoder = new Autoencoder(width, model.Encoder.Layers[0].Outputs, model.LatentSize, random, CPU);
        _network = new MultiNormalPrototypesNetwork(
            autoencoder, prototypes, model.ScoreHead.Layers[0].Outputs, model.KernelDegree, model.ScoreInputs, random, CPU);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Copy(model.Encoder, autoencoder.Encoder);
        Copy(model.Decoder, autoencoder.Decoder);
        Copy(model.ScoreHead, _network.ScoreHead);
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

    private static void Copy(FrozenNetwork from, Network to)
    {
        for (int i = 0; i < from.Layers.Count; i++)
        {
            DenseLayer layer = ((DenseEmbeddingLayer)from.Layers[i]).Layer;
            to.Layers[i].Weight.copy_(tensor(layer.Weight.ToArray(), [layer.Outputs, layer.Inputs]));
            to.Layers[i].Bias!.copy_(tensor(layer.Bias.ToArray()));
        }
    }
}
