using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The parameters that <see cref="WvadTrainer"/> has learned.</summary>
public sealed class WvadModel : PrototypeModel
{
    internal const string Kind = "Wvad";

    /// <summary>The output columns of this detector.</summary>
    internal const PrototypeColumns OutputColumns = PrototypeColumns.ReconstructionError | PrototypeColumns.FeatureContributions
        | PrototypeColumns.ClusterProbabilities | PrototypeColumns.ClusterEntropy | PrototypeColumns.CosineSimilarity
        | PrototypeColumns.LatentVector;

    // The name of each layer in the payload, in the order of Layers.
    private static readonly string[] LayerNames =
        ["encoder.outer", "encoder.inner", "encoder.mean", "decoder.inner", "decoder.outer", "decoder.output", "score.hidden", "score.output"];

    private WvadModel(
        FeatureScaling scaling, IReadOnlyList<DenseLayer> layers, float[] logWeights, float[] means, float[] logVariances, WvadFeatures scoreFeatures)
    {
        Scaling = scaling;
        Layers = layers;
        LogWeights = logWeights;
        Means = means;
        LogVariances = logVariances;
        ScoreFeatures = scoreFeatures;
    }

    /// <inheritdoc/>
    public override int NumberOfFeatures => Scaling.InputWidth;

    /// <summary>K, the number of clusters of normal rows.</summary>
    public override int NumberOfPrototypes => LogWeights.Length;

    /// <summary>J, the width of the latent space in which the clusters lie.</summary>
    public int LatentSize => EncoderMean.Outputs;

    internal override PrototypeColumns AvailableColumns => OutputColumns;

    internal FeatureScaling Scaling { get; }

    internal IReadOnlyList<DenseLayer> Layers { get; }

    internal DenseLayer EncoderOuter => Layers[0];

    internal DenseLayer EncoderInner => Layers[1];

    /// <summary>The head for the mean of q(z | x); scoring has no use for the other one.</summary>
    internal DenseLayer EncoderMean => Layers[2];

    internal DenseLayer DecoderInner => Layers[3];

    internal DenseLayer DecoderOuter => Layers[4];

    internal DenseLayer DecoderOutput => Layers[5];

    internal DenseLayer ScoreHidden => Layers[6];

    internal DenseLayer ScoreOutput => Layers[7];

    /// <summary>log pi, [K]</summary>
    internal float[] LogWeights { get; }

    /// <summary>mu, [K, J]</summary>
    internal float[] Means { get; }

    /// <summary>log sigma² within its bounds, [K, J]</summary>
    internal float[] LogVariances { get; }

    /// <summary>What the score head sees.</summary>
    internal WvadFeatures ScoreFeatures { get; }

    /// <summary>Copies what scoring needs out of a trained network.</summary>
    internal static WvadModel Of(WvadNetwork network, FeatureScaling scaling, WvadFeatures scoreFeatures)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        WvadAutoencoder a = network.Autoencoder;
        long latent = network.Mixture.Means.shape[1];
        DenseLayer[] layers =
        [
            Dense(a.EncoderOuter), Dense(a.EncoderInner),
            new(TensorValues.ToArray(a.EncoderHeads.weight!.narrow(0, 0, latent)), TensorValues.ToArray(a.EncoderHeads.bias!.narrow(0, 0, latent))),
            Dense(a.DecoderInner), Dense(a.DecoderOuter), Dense(a.DecoderOutput), Dense(network.ScoreHidden), Dense(network.ScoreOutput),
        ];
        return new WvadModel(
            scaling, layers, TensorValues.ToArray(network.Mixture.LogWeights()), TensorValues.ToArray(network.Mixture.Means),
            TensorValues.ToArray(network.Mixture.ClampedLogVariances()), scoreFeatures);
    }

    /// <summary>The centres of the clusters.</summary>
    public override IReadOnlyList<float[]> GetPrototypes() => [.. Means.Chunk(LatentSize)];

    /// <summary>The decoded centres of the clusters.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes() => [.. DecodeScaledPrototypes().Select(prototype => Scaling.Invert(prototype))];

    /// <summary>The decoded centres as the network sees rows.</summary>
    internal float[][] DecodeScaledPrototypes()
    {
        float[] inner = new float[DecoderInner.Outputs], outer = new float[DecoderOuter.Outputs];
        return
        [
            .. Means.Chunk(LatentSize).Select(mean =>
            {
                var output = new float[DecoderOutput.Outputs];
                DecoderInner.ForwardRelu(mean, inner);
                DecoderOuter.ForwardRelu(inner, outer);
                DecoderOutput.Forward(outer, output);
                return output;
            }),
        ];
    }

    internal override int SizeOf(PrototypeColumns column) =>
        column == PrototypeColumns.LatentVector ? LatentSize : base.SizeOf(column);

    internal override RowScorer CreateRowScorer() => new WvadScorer(this);

    internal override ModelPayload ToPayload()
    {
        var settings = new JsonObject
        {
            ["features"] = NumberOfFeatures,
            ["inputs"] = Scaling.OutputWidth,
            ["outerHidden"] = EncoderOuter.Outputs,
            ["innerHidden"] = EncoderInner.Outputs,
            ["latent"] = LatentSize,
            ["clusters"] = NumberOfPrototypes,
            ["scoreHidden"] = ScoreHidden.Outputs,
            ["scoreFeatures"] = (int)ScoreFeatures,
        };
        var tensors = new List<PayloadTensor>(Scaling.ToTensors());
        for (int i = 0; i < Layers.Count; i++)
        {
            tensors.Add(new($"{LayerNames[i]}.weight", [Layers[i].Outputs, Layers[i].Inputs], Layers[i].Weight.ToArray()));
            tensors.Add(new($"{LayerNames[i]}.bias", [Layers[i].Outputs], Layers[i].Bias.ToArray()));
        }
        tensors.Add(new("mixture.logWeights", [NumberOfPrototypes], LogWeights));
        tensors.Add(new("mixture.means", [NumberOfPrototypes, LatentSize], Means));
        tensors.Add(new("mixture.logVariances", [NumberOfPrototypes, LatentSize], LogVariances));
        return new ModelPayload(Kind, settings, tensors);
    }

    /// <exception cref="FormatException">The payload is of another detector, or incomplete.</exception>
    internal static WvadModel FromPayload(ModelPayload payload)
    {
        if (payload.Kind != Kind)
            throw new FormatException($"The model is a '{payload.Kind}', not a '{Kind}'.");
        var settings = new PayloadSettings(payload.Settings);
        int features = settings.Size("features"), inputs = settings.Size("inputs"), outer = settings.Size("outerHidden");
        int inner = settings.Size("innerHidden"), latent = settings.Size("latent"), clusters = settings.Size("clusters");
        int scoreHidden = settings.Size("scoreHidden");
        var scoreFeatures = (WvadFeatures)settings.Size("scoreFeatures");
        if ((scoreFeatures & ~WvadFeatures.All) != 0)
            throw new FormatException("The model's setting 'scoreFeatures' is out of range.");
        int evidence = WvadNetwork.FeatureMask(scoreFeatures, clusters, latent).Length;
        (int Inputs, int Outputs)[] widths =
        [
            (inputs, outer), (outer, inner), (inner, latent), (latent, inner), (inner, outer), (outer, inputs), (evidence, scoreHidden),
            (scoreHidden, 1),
        ];
        DenseLayer[] layers =
        [
            .. widths.Select((w, i) => new DenseLayer(
                payload.Tensor($"{LayerNames[i]}.weight", w.Outputs, w.Inputs), payload.Tensor($"{LayerNames[i]}.bias", w.Outputs))),
        ];
        return new WvadModel(
            FeatureScaling.FromPayload(payload, features, inputs), layers, payload.Tensor("mixture.logWeights", clusters),
            payload.Tensor("mixture.means", clusters, latent), payload.Tensor("mixture.logVariances", clusters, latent), scoreFeatures);
    }

    private static DenseLayer Dense(Linear layer) => new(TensorValues.ToArray(layer.weight!), TensorValues.ToArray(layer.bias!));
}
