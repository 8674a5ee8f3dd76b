using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
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

    private const string EncoderName = "encoder", DecoderName = "decoder", ScoreHeadName = "score";

    private WvadModel(
        FeatureScaling scaling, FrozenNetwork encoder, FrozenNetwork decoder, FrozenNetwork scoreHead, float[] logWeights, float[] means,
        float[] logVariances, WvadFeatures scoreFeatures)
    {
        (Scaling, Encoder, Decoder, ScoreHead) = (scaling, encoder, decoder, scoreHead);
        (LogWeights, Means, LogVariances, ScoreFeatures) = (logWeights, means, logVariances, scoreFeatures);
    }

    /// <inheritdoc/>
    public override int NumberOfFeatures => Scaling.InputWidth;

    /// <summary>K, the number of clusters of normal rows.</summary>
    public override int NumberOfPrototypes => LogWeights.Length;

    /// <summary>J, the width of the latent space in which the clusters lie.</summary>
    public int LatentSize => Encoder.Outputs;

    internal override PrototypeColumns AvailableColumns => OutputColumns;

    internal FeatureScaling Scaling { get; }

    /// <summary>From x to m, the mean of q(z | x).</summary>
    internal FrozenNetwork Encoder { get; }

    internal FrozenNetwork Decoder { get; }

    internal FrozenNetwork ScoreHead { get; }

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
        return new WvadModel(
            scaling, network.Autoencoder.FreezeMean(), network.Autoencoder.Decoder.Freeze(), network.ScoreHead.Freeze(),
            TensorValues.ToArray(network.Mixture.LogWeights()), TensorValues.ToArray(network.Mixture.Means),
            TensorValues.ToArray(network.Mixture.ClampedLogVariances()), scoreFeatures);
    }

    /// <summary>The centres of the clusters.</summary>
    public override IReadOnlyList<float[]> GetPrototypes() => [.. Means.Chunk(LatentSize)];

    /// <summary>The decoded centres of the clusters.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes() => [.. DecodeScaledPrototypes().Select(prototype => Scaling.Invert(prototype))];

    /// <summary>The decoded centres as the network sees rows.</summary>
    internal float[][] DecodeScaledPrototypes()
    {
        FrozenNetwork.RowScratch scratch = Decoder.CreateRowScratch();
        return [.. Means.Chunk(LatentSize).Select(mean => Decoder.Forward(mean, scratch).ToArray())];
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
            ["latent"] = LatentSize,
            ["clusters"] = NumberOfPrototypes,
            ["scoreFeatures"] = (int)ScoreFeatures,
            [EncoderName] = NetworkPayload.Settings(Encoder),
            [DecoderName] = NetworkPayload.Settings(Decoder),
            [ScoreHeadName] = NetworkPayload.Settings(ScoreHead),
        };
        return new ModelPayload(Kind, settings,
        [
            .. Scaling.ToTensors(),
            .. NetworkPayload.Tensors(Encoder, EncoderName), .. NetworkPayload.Tensors(Decoder, DecoderName), .. NetworkPayload.Tensors(ScoreHead, ScoreHeadName),
            new("mixture.logWeights", [NumberOfPrototypes], LogWeights), new("mixture.means", [NumberOfPrototypes, LatentSize], Means),
            new("mixture.logVariances", [NumberOfPrototypes, LatentSize], LogVariances),
        ]);
    }

    /// <exception cref="FormatException">The payload is incomplete.</exception>
    internal static WvadModel FromPayload(ModelPayload payload)
    {
        var settings = new PayloadSettings(payload.Settings);
        int inputs = settings.Size("inputs"), latent = settings.Size("latent"), clusters = settings.Size("clusters");
        var scoreFeatures = (WvadFeatures)settings.Size("scoreFeatures");
        if ((scoreFeatures & ~WvadFeatures.All) != 0)
            throw new FormatException("The model's setting 'scoreFeatures' is out of range.");
        return new WvadModel(
            FeatureScaling.FromPayload(payload, settings.Size("features"), inputs),
            NetworkPayload.Read(payload, EncoderName, inputs, latent),
            NetworkPayload.Read(payload, DecoderName, latent, inputs),
            NetworkPayload.Read(payload, ScoreHeadName, WvadNetwork.FeatureMask(scoreFeatures, clusters, latent).Length, 1),
            payload.Tensor("mixture.logWeights", clusters), payload.Tensor("mixture.means", clusters, latent),
            payload.Tensor("mixture.logVariances", clusters, latent), scoreFeatures);
    }
}
