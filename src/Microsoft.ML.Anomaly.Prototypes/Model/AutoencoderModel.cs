using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What a trainer has learned whose detector is an autoencoder with prototypes in its latent space and a score head.</summary>
public abstract class AutoencoderModel : PrototypeModel
{
    private const string EncoderName = "encoder", DecoderName = "decoder", ScoreHeadName = "score";

    private protected AutoencoderModel(FeatureScaling scaling, FrozenNetwork encoder, FrozenNetwork decoder, FrozenNetwork scoreHead) =>
        (Scaling, Encoder, Decoder, ScoreHead) = (scaling, encoder, decoder, scoreHead);

    /// <inheritdoc/>
    public override int NumberOfFeatures => Scaling.InputWidth;

    /// <summary>The width of the latent space in which the prototypes lie.</summary>
    public int LatentSize => Encoder.Outputs;

    internal override float? HighestScore => 1;

    internal FeatureScaling Scaling { get; }

    internal FrozenNetwork Encoder { get; }

    internal FrozenNetwork Decoder { get; }

    /// <summary>From what the detector knows of a row to the logit of its score.</summary>
    internal FrozenNetwork ScoreHead { get; }

    /// <summary>The decoded prototypes.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes() => [.. DecodeScaledPrototypes().Select(prototype => Scaling.Invert(prototype))];

    /// <summary>The decoded prototypes as the network sees rows.</summary>
    internal float[][] DecodeScaledPrototypes()
    {
        FrozenNetwork.RowScratch scratch = Decoder.CreateRowScratch();
        return [.. LatentPrototypes().Select(latent => Decoder.Forward(latent, scratch).ToArray())];
    }

    internal override int SizeOf(PrototypeColumns column) => column == PrototypeColumns.LatentVector ? LatentSize : base.SizeOf(column);

    /// <summary>The latent vectors to decode for the prototypes.</summary>
    private protected abstract IEnumerable<float[]> LatentPrototypes();

    /// <summary>A payload with scaling and networks, and what the detector adds.</summary>
    private protected ModelPayload ToPayload(string kind, JsonObject settings, params IEnumerable<PayloadTensor> tensors)
    {
        settings["features"] = NumberOfFeatures;
        settings["inputs"] = Scaling.OutputWidth;
        settings["latent"] = LatentSize;
        foreach ((string name, FrozenNetwork network) in Networks())
            settings[name] = NetworkPayload.Settings(network);
        return new ModelPayload(
            kind, settings, [.. Scaling.ToTensors(), .. Networks().SelectMany(n => NetworkPayload.Tensors(n.Network, n.Name)), .. tensors]);
    }

    /// <summary>Scaling and networks of a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="evidence">From the width of the latent space to the number of inputs of the score head.</param>
    /// <exception cref="FormatException">Something is missing, or doesn't fit.</exception>
    private protected static (FeatureScaling Scaling, FrozenNetwork Encoder, FrozenNetwork Decoder, FrozenNetwork ScoreHead) Read(
        ModelPayload payload, Func<int, int> evidence)
    {
        var settings = new PayloadSettings(payload.Settings);
        int inputs = settings.Size("inputs"), latent = settings.Size("latent");
        return (
            FeatureScaling.FromPayload(payload, settings.Size("features"), inputs),
            NetworkPayload.Read(payload, EncoderName, inputs, latent),
            NetworkPayload.Read(payload, DecoderName, latent, inputs),
            NetworkPayload.Read(payload, ScoreHeadName, evidence(latent), 1));
    }

    private (string Name, FrozenNetwork Network)[] Networks() => [(EncoderName, Encoder), (DecoderName, Decoder), (ScoreHeadName, ScoreHead)];
}
