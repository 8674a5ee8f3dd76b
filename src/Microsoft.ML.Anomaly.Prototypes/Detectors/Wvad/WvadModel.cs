using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<WvadModel>), typeof(PrototypeLoader<WvadModel>), null, typeof(SignatureLoadModel), "", WvadModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The parameters that <see cref="WvadTrainer"/> has learned.</summary>
public sealed partial class WvadModel : AutoencoderModel, IPayloadModel<WvadModel>
{
    internal const string Kind = "Wvad";

    static string IPayloadModel<WvadModel>.KindOfModel => Kind;

    /// <summary>The output columns of this detector.</summary>
    internal const PrototypeColumns OutputColumns = PrototypeColumns.ReconstructionError | PrototypeColumns.FeatureContributions
        | PrototypeColumns.ClusterProbabilities | PrototypeColumns.ClusterEntropy | PrototypeColumns.CosineSimilarity
        | PrototypeColumns.LatentVector;

    private WvadModel(
        FeatureScaling scaling, FrozenNetwork encoder, FrozenNetwork decoder, FrozenNetwork scoreHead, float[] logWeights, float[] means,
        float[] logVariances, WvadFeatures scoreFeatures)
        : base(scaling, encoder, decoder, scoreHead)
    {
        (LogWeights, Means, LogVariances, ScoreFeatures) = (logWeights, means, logVariances, scoreFeatures);
    }

    /// <summary>K, the number of clusters of normal rows.</summary>
    public override int NumberOfPrototypes => LogWeights.Length;

    internal override PrototypeColumns AvailableColumns => OutputColumns;

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

    private protected override RowScorer CreateDetectorScorer() => new WvadScorer(this);

    internal override ModelPayload ToPayload() => ToPayload(
        Kind, new JsonObject { ["clusters"] = NumberOfPrototypes, ["scoreFeatures"] = (int)ScoreFeatures },
        new PayloadTensor("mixture.logWeights", [NumberOfPrototypes], LogWeights),
        new PayloadTensor("mixture.means", [NumberOfPrototypes, LatentSize], Means),
        new PayloadTensor("mixture.logVariances", [NumberOfPrototypes, LatentSize], LogVariances));

    /// <exception cref="FormatException">The payload is incomplete.</exception>
    static WvadModel IPayloadModel<WvadModel>.FromPayload(ModelPayload payload)
    {
        var settings = new PayloadSettings(payload.Settings);
        int clusters = settings.Size("clusters");
        var scoreFeatures = (WvadFeatures)settings.Size("scoreFeatures");
        if ((scoreFeatures & ~WvadFeatures.All) != 0)
            throw new FormatException("The model's setting 'scoreFeatures' is out of range.");
        var parts = Read(payload, latent => WvadNetwork.FeatureMask(scoreFeatures, clusters, latent).Length);
        int latent = parts.Encoder.Outputs;
        return new WvadModel(
            parts.Scaling, parts.Encoder, parts.Decoder, parts.ScoreHead, payload.Tensor("mixture.logWeights", clusters),
            payload.Tensor("mixture.means", clusters, latent), payload.Tensor("mixture.logVariances", clusters, latent), scoreFeatures);
    }

    private protected override IEnumerable<float[]> LatentPrototypes() => GetPrototypes();
}
