using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Metrics;

/// <summary>Reads scores and labels out of a data view and measures the ranking.</summary>
internal static class AnomalyRankingEvaluator
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public static AnomalyRankingMetrics Evaluate(IDataView data, string labelColumn, string scoreColumn)
    {
        (float[] scores, bool[] isAnomaly) = Read(data, labelColumn, scoreColumn);
        return new AnomalyRankingMetrics(scores, isAnomaly);
    }

    /// <summary>The score of each row, and whether its label says that it is an anomaly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public static (float[] Scores, bool[] IsAnomaly) Read(IDataView data, string labelColumn, string scoreColumn)
    {
        DataViewSchema.Column label = ColumnCheck.Label(data.Schema, labelColumn, nameof(data));
        DataViewSchema.Column score = ColumnCheck.Score(data.Schema, scoreColumn, nameof(data));
        var scores = new List<float>();
        var isAnomaly = new List<bool>();
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        ValueGetter<float> scoreGetter = cursor.GetGetter<float>(score);
        Func<RowLabel> readLabel = LabelReader.Create(cursor, label);
        float value = 0;
        while (cursor.MoveNext())
        {
            scoreGetter(ref value);
            scores.Add(value);
            isAnomaly.Add(readLabel() == RowLabel.Anomaly);
        }
        return ([.. scores], [.. isAnomaly]);
    }
}
