using System;
using System.Collections.Generic;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Compares the scores of a data view with its labels, in one pass.</summary>
internal sealed class AnomalyDetectionEvaluator
{
    private readonly IHost _host;
    private readonly int _falsePositiveCount;

    public AnomalyDetectionEvaluator(IHostEnvironment env, int falsePositiveCount)
    {
        _host = env.Register("AnomalyDetectionEvaluator");
        _host.CheckUserArg(falsePositiveCount > 0, "K", "Must be positive");
        _falsePositiveCount = falsePositiveCount;
    }

    public AnomalyDetectionMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedLabelName)
    {
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column label = Find(schema, labelName, "Label");
        DataViewSchema.Column score = Find(schema, scoreName, "Score");
        Find(schema, predictedLabelName, "PredictedLabel");

        if (score.Type != NumberDataViewType.Single)
            throw _host.ExceptSchemaMismatch(nameof(schema), "score", score.Name, "Single", score.Type.ToString());
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType { Count: 2 })
            throw _host.ExceptSchemaMismatch(nameof(schema), "label", label.Name, "Single or a Key with cardinality 2", label.Type.ToString());

        List<DetectionRate.Example> examples = ReadExamples(data, label, score);
        var anomalies = new List<float>();
        var normal = new List<float>();
        foreach (DetectionRate.Example example in examples)
            (example.IsAnomaly ? anomalies : normal).Add(example.Score);

        return new AnomalyDetectionMetrics(
            AreaUnderRocCurve.Compute(anomalies, normal),
            DetectionRate.At(examples, anomalies.Count, _falsePositiveCount));
    }

    // The message names the column and the role the wrong way round, as that of the original does.
    private DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw _host.ExceptParam(nameof(schema), $"{name} column '{role}' not found");

    // Rows without a label or with a score that is not finite say nothing.
    private static List<DetectionRate.Example> ReadExamples(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        var examples = new List<DetectionRate.Example>();
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        ValueGetter<float> getLabel = LabelGetter(cursor, label), getScore = cursor.GetGetter<float>(score);
        float labelValue = 0, scoreValue = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref labelValue);
            if (float.IsNaN(labelValue))
                continue;
            getScore(ref scoreValue);
            if (float.IsFinite(scoreValue))
                examples.Add(new(labelValue, scoreValue));
        }
        return examples;
    }

    // The first key is 0, the second 1, the missing one NaN.
    private static ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type == NumberDataViewType.Single)
            return row.GetGetter<float>(label);
        Func<ulong> key = KeyReader(row, label);
        return (ref float value) => value = key() is var k and > 0 ? k - 1 : float.NaN;
    }

    private static Func<ulong> KeyReader(DataViewRow row, DataViewSchema.Column column)
    {
        Type raw = column.Type.RawType;
        if (raw == typeof(byte))
            return Reader<byte>(row, column, k => k);
        if (raw == typeof(ushort))
            return Reader<ushort>(row, column, k => k);
        if (raw == typeof(uint))
            return Reader<uint>(row, column, k => k);
        return Reader<ulong>(row, column, k => k);
    }

    private static Func<ulong> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> widen)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return widen(value);
        };
    }
}
