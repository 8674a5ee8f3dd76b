using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<PrototypeEnsembleModel>), typeof(PrototypeLoader<PrototypeEnsembleModel>), null, typeof(SignatureLoadModel), "", PrototypeEnsembleModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What a <see cref="PrototypeEnsembleTrainer"/> has learned.</summary>
public sealed partial class PrototypeEnsembleModel : PrototypeModel, IPayloadModel<PrototypeEnsembleModel>
{
    internal const string Kind = "PrototypeEnsemble";

    static string IPayloadModel<PrototypeEnsembleModel>.KindOfModel => Kind;

    internal PrototypeEnsembleModel(EnsembleInput input, EnsemblePartition[] partitions)
    {
        (Input, Partitions) = (input, partitions);
        PrototypePartition = Math.Max(0, Array.FindLastIndex(partitions, partition => partition.Folds[0].Channels.Scales.Length > 0));
        NumberOfPrototypes = Folds.Sum(fold => fold.Channels.Scales.LastOrDefault()?.Count ?? 0);
    }

    /// <inheritdoc/>
    public override int NumberOfFeatures => Input.Scaling.InputWidth;

    /// <summary>The number of prototypes of the finest scale in all folds of the last round, one fold after another.</summary>
    public override int NumberOfPrototypes { get; }

    /// <summary>The prototypes of the finest scale in all folds, one fold after another.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes()
    {
        var standardized = new float[Input.Width];
        return
        [
            .. Enumerable.Range(0, NumberOfPrototypes).Select(prototype =>
            {
                WritePrototype(prototype, standardized);
                return Input.Invert(standardized);
            }),
        ];
    }

    /// <summary>What becomes of a row before the partitions see it.</summary>
    internal EnsembleInput Input { get; }

    /// <summary>What was learned from each partition of the unlabelled rows, from round 1 to the last.</summary>
    internal EnsemblePartition[] Partitions { get; }

    /// <summary>Which partition's prototypes are those of the model: the last one's that has some.</summary>
    internal int PrototypePartition { get; }

    /// <summary>The folds of that partition.</summary>
    internal EnsembleFold[] Folds => Partitions[PrototypePartition].Folds;

    /// <summary>The output columns of a detector with or without prototypes.</summary>
    internal static PrototypeColumns Columns(bool hasPrototypes) => hasPrototypes
        ? PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity | PrototypeColumns.FeatureContributions | PrototypeColumns.LatentVector
        : PrototypeColumns.FeatureContributions;

    internal override PrototypeColumns AvailableColumns => Columns(NumberOfPrototypes > 0);

    /// <summary>The prototypes of the finest scale in standardised features, those that vary in the training data: this detector's latent space. Of more
    /// than 1,024 such features some stay, and random sums of the others take their place.</summary>
    public override IReadOnlyList<float[]> GetPrototypes() => [.. Enumerable.Range(0, NumberOfPrototypes).Select(prototype =>
    {
        var row = new float[Input.Width];
        WritePrototype(prototype, row);
        return row;
    })];

    internal override int SizeOf(PrototypeColumns column) =>
        column == PrototypeColumns.LatentVector ? Input.Width : base.SizeOf(column);

    private protected override RowScorer CreateDetectorScorer() => new PrototypeEnsembleScorer(this);

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
    static PrototypeEnsembleModel IPayloadModel<PrototypeEnsembleModel>.FromPayload(ModelPayload payload) => PrototypeEnsemblePayload.Read(payload);
}
