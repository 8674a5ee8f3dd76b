using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Adds the columns PredictedLabel and Score.</summary>
internal sealed class AnomalyScoreMapper(DataViewSchema inputSchema, int featureColumn, IFeatureScorer scorer, float threshold) : IRowMapper
{
    public DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        uint setId = inputSchema.GetMaxAnnotationKind(out _, AnnotationUtils.Kinds.ScoreColumnSetId) + 1;
        var label = new DataViewSchema.Annotations.Builder();
        AddScoreColumnKind(label);
        AddScoreValueKind(label, AnnotationUtils.Const.ScoreValueKind.PredictedLabel);
        AddSetId(label, setId);
        var score = new DataViewSchema.Annotations.Builder();
        AddScoreColumnKind(score);
        AddSetId(score, setId);
        AddScoreValueKind(score, AnnotationUtils.Const.ScoreValueKind.Score);
        return
        [
            new(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance, label.ToAnnotations()),
            new(DefaultColumnNames.Score, NumberDataViewType.Single, score.ToAnnotations()),
        ];
    }

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        bool any = activeOutput(0) || activeOutput(1);
        return column => any && column == featureColumn;
    }

    public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
    {
        disposer = null;
        return
        [
            activeOutput(0) ? LabelGetter(input) : null,
            activeOutput(1) ? ScoreGetter(input) : null,
        ];
    }

    private ValueGetter<float> ScoreGetter(DataViewRow input)
    {
        ValueGetter<VBuffer<float>> getFeatures = input.GetGetter<VBuffer<float>>(input.Schema[featureColumn]);
        VBuffer<float> features = default;
        return (ref float value) =>
        {
            getFeatures(ref features);
            value = scorer.Score(features);
        };
    }

    private ValueGetter<bool> LabelGetter(DataViewRow input)
    {
        ValueGetter<float> getScore = ScoreGetter(input);
        float score = 0;
        return (ref bool value) =>
        {
            getScore(ref score);
            value = score > threshold;
        };
    }

    // The kind is that of the original, which scores anomaly detectors as it does binary classifiers.
    private static void AddScoreColumnKind(DataViewSchema.Annotations.Builder builder) =>
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreColumnKind, TextDataViewType.Instance, AnnotationUtils.Const.ScoreColumnKind.BinaryClassification.AsMemory());

    private static void AddScoreValueKind(DataViewSchema.Annotations.Builder builder, string kind) =>
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreValueKind, TextDataViewType.Instance, kind.AsMemory());

    private static void AddSetId(DataViewSchema.Annotations.Builder builder, uint id) =>
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.ScoreColumnSetIdType, id);
}
