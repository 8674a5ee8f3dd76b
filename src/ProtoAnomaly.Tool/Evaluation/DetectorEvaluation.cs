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
    // The bootstrap sorts all rows once for each sample, so that many rows, which need it least, get fewer samples.
    private const int FewestSamples = 100, MostSamples = 1000, SortedRows = 20_000_000;

    public int Rows => Scores.Length;

    private readonly Lazy<AnomalyRankingIntervals?> _intervals = new(() => Ranking.Undefined is null
        ? Ranking.Bootstrap(Math.Clamp(SortedRows / Scores.Length, FewestSamples, MostSamples))
        : null);

    /// <summary>Confidence intervals of the ranking's figures; null where those are not defined.</summary>
    public AnomalyRankingIntervals? Intervals => _intervals.Value;

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
