using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>How a detector does on labelled rows.</summary>
/// <param name="Scored">The rows with the detector's columns, computed anew at each pass.</param>
/// <param name="Scores">The score of each row.</param>
/// <param name="IsAnomaly">Whether the row is one.</param>
/// <param name="Predicted">Whether the detector takes it for one, at its threshold.</param>
/// <param name="Ranking">What the library says of the ranking.</param>
internal sealed record DetectorEvaluation(IDataView Scored, float[] Scores, bool[] IsAnomaly, bool[] Predicted, AnomalyRankingMetrics Ranking)
{
    public int Rows => Scores.Length;

    public int Anomalies { get; } = IsAnomaly.Count(anomaly => anomaly);

    public int TruePositives { get; } = Predicted.Where((predicted, i) => predicted && IsAnomaly[i]).Count();

    public int FalsePositives { get; } = Predicted.Where((predicted, i) => predicted && !IsAnomaly[i]).Count();

    /// <summary>Scores the rows and measures.</summary>
    /// <param name="mlContext">Where to score.</param>
    /// <param name="pipeline">The trained pipeline.</param>
    /// <param name="rows">Rows from <see cref="LabelledRows"/>.</param>
    public static DetectorEvaluation Run(MLContext mlContext, ITransformer pipeline, IDataView rows)
    {
        const string score = "Score", predictedLabel = "PredictedLabel";
        IDataView scored = pipeline.Transform(rows);
        IDataView kept = mlContext.Data.Cache(scored, LabelledRows.LabelColumn, score, predictedLabel);
        AnomalyRankingMetrics ranking = mlContext.AnomalyDetection.EvaluateRanking(kept, LabelledRows.LabelColumn, score);
        return new DetectorEvaluation(
            scored,
            [.. kept.GetColumn<float>(score)],
            [.. kept.GetColumn<float>(LabelledRows.LabelColumn).Select(label => label == LabelRule.Anomaly)],
            [.. kept.GetColumn<bool>(predictedLabel)],
            ranking);
    }
}
