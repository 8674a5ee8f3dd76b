using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What a <see cref="PrototypeEnsembleTrainer"/> has learned.</summary>
public sealed partial class PrototypeEnsembleModel : PrototypeModel
{
    internal const string Kind = "PrototypeEnsemble";

    internal PrototypeEnsembleModel(FeatureScaling scaling, CentreSet anomalies, EnsembleFold[] folds)
    {
        (Scaling, Anomalies, Folds) = (scaling, anomalies, folds);
        NumberOfPrototypes = folds.Sum(fold => fold.Channels.Scales.LastOrDefault()?.Count ?? 0);
    }

    /// <inheritdoc/>
    public override int NumberOfFeatures => Scaling.InputWidth;

    /// <summary>The number of prototypes of the finest scale in all folds, one fold after another.</summary>
    public override int NumberOfPrototypes { get; }

    /// <summary>The prototypes of the finest scale in all folds, one fold after another.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes()
    {
        var standardized = new float[Scaling.OutputWidth];
        return
        [
            .. Enumerable.Range(0, NumberOfPrototypes).Select(prototype =>
            {
                WritePrototype(prototype, standardized);
                return Scaling.Invert(standardized);
            }),
        ];
    }

    internal FeatureScaling Scaling { get; }

    /// <summary>The labelled anomalies, standardised.</summary>
    internal CentreSet Anomalies { get; }

    internal EnsembleFold[] Folds { get; }

    /// <summary>The output columns of a detector with or without prototypes.</summary>
    internal static PrototypeColumns Columns(bool hasPrototypes) => hasPrototypes
        ? PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity | PrototypeColumns.FeatureContributions | PrototypeColumns.LatentVector
        : PrototypeColumns.FeatureContributions;

    internal override PrototypeColumns AvailableColumns => Columns(NumberOfPrototypes > 0);

    /// <summary>The prototypes of the finest scale in standardised features, those that vary in the training data: this detector's latent space.</summary>
    public override IReadOnlyList<float[]> GetPrototypes() => [.. Enumerable.Range(0, NumberOfPrototypes).Select(prototype =>
    {
        var row = new float[Scaling.OutputWidth];
        WritePrototype(prototype, row);
        return row;
    })];

    internal override int SizeOf(PrototypeColumns column) =>
        column == PrototypeColumns.LatentVector ? Scaling.OutputWidth : base.SizeOf(column);

    internal override RowScorer CreateRowScorer() => new PrototypeEnsembleScorer(this);

    /// <summary>The features in units of their standard deviation from their mean, no farther out than six.</summary>
    internal static void Standardize(FeatureScaling scaling, ReadOnlySpan<float> features, Span<float> standardized)
    {
        scaling.Apply(features, standardized);
        foreach (ref float value in standardized[..scaling.OutputWidth])
            value = Math.Clamp(value, -InputStandardization.Limit, InputStandardization.Limit);
    }

    /// <summary>Writes a prototype in standardised features; zeros, the mean row, where there are no prototypes.</summary>
    internal void WritePrototype(int prototype, Span<float> row)
    {
        row.Clear();
        if (NumberOfPrototypes == 0)
            return;
        int fold = 0;
        for (; prototype >= Folds[fold].Channels.Scales[^1].Count; fold++)
            prototype -= Folds[fold].Channels.Scales[^1].Count;
        LocalGaussians scale = Folds[fold].Channels.Scales[^1];
        ReadOnlySpan<float> centre = scale.Centres.AsSpan(prototype * scale.Dimensions, scale.Dimensions);
        if (Folds[fold].Channels.Axes is { } axes)
            axes.RotateBack(centre, row);
        else
            centre.CopyTo(row);
    }

    internal override ModelPayload ToPayload() => PrototypeEnsemblePayload.Write(this);

    /// <exception cref="FormatException">The payload is of another detector, incomplete, or makes no sense.</exception>
    internal static PrototypeEnsembleModel FromPayload(ModelPayload payload) => PrototypeEnsemblePayload.Read(payload);
}
