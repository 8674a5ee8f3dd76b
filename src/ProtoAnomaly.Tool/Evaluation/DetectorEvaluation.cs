using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>How a detector does on labelled rows.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Coverage">What the labels say of rows without one.</param>
/// <param name="Pipeline">The detector with all that comes before.</param>
/// <param name="Scores">The score of each row.</param>
/// <param name="IsAnomaly">Whether the row is labelled as one.</param>
/// <param name="Predicted">Whether the detector takes it for one, at its threshold.</param>
/// <param name="Ranking">What the library says of the ranking, where rows that are not labelled as anomalies count as normal.</param>
internal sealed record DetectorEvaluation(
    LabelledTable Table, LabelCoverage Coverage, ITransformer Pipeline, float[] Scores, bool[] IsAnomaly, bool[] Predicted, AnomalyRankingMetrics Ranking)
{
    // The bootstrap sorts all rows once for each sample, so that many rows, which need it least, get fewer samples.
    private const int FewestSamples = 100, MostSamples = 1000, SortedRows = 20_000_000;

    private readonly Lazy<AnomalyRankingIntervals?> _intervals = new(() => Ranking.Undefined is null
        ? Ranking.Bootstrap(Math.Clamp(SortedRows / Scores.Length, FewestSamples, MostSamples))
        : null);

    private readonly Lazy<double[]> _ranks = new(() => AnomalyRanks(Scores, IsAnomaly));

    public int Rows => Scores.Length;

    /// <summary>The rows with the detector's columns, computed anew at each pass.</summary>
    public IDataView Scored { get; } = Pipeline.Transform(Table.ToDataView());

    /// <summary>Confidence intervals of the ranking's figures; null where those are not defined.</summary>
    public AnomalyRankingIntervals? Intervals => _intervals.Value;

    public int Anomalies { get; } = IsAnomaly.Count(anomaly => anomaly);

    public int TruePositives { get; } = Predicted.Where((predicted, i) => predicted && IsAnomaly[i]).Count();

    public int FalsePositives { get; } = Predicted.Where((predicted, i) => predicted && !IsAnomaly[i]).Count();

    public int Alarms => TruePositives + FalsePositives;

    /// <summary>For each labelled anomaly the share of rows that score as high or higher, ascending.</summary>
    public IReadOnlyList<double> Ranks => _ranks.Value;

    /// <summary>The share of labelled anomalies among the given share of rows with the highest scores; NaN where there are none.</summary>
    public double RecallAt(double share) => Anomalies == 0 ? double.NaN : (double)Ranks.Count(rank => rank <= share) / Anomalies;

    /// <summary>Scores the rows and measures.</summary>
    public static DetectorEvaluation Run(MLContext mlContext, ITransformer pipeline, LabelledTable table, LabelCoverage coverage)
    {
        const string score = "Score", predictedLabel = "PredictedLabel";
        IDataView scored = pipeline.Transform(table.ToDataView());
        IDataView kept = mlContext.Data.Cache(scored, table.LabelColumn, score, predictedLabel);
        AnomalyRankingMetrics ranking = mlContext.AnomalyDetection.EvaluateRanking(kept, table.LabelColumn, score);
        return new DetectorEvaluation(
            table,
            coverage,
            pipeline,
            [.. kept.GetColumn<float>(score)],
            [.. kept.GetColumn<float>(table.LabelColumn).Select(label => label == LabelRule.Anomaly)],
            [.. kept.GetColumn<bool>(predictedLabel)],
            ranking);
    }

    /// <summary>What raised the scores of some rows; nothing where the detector doesn't tell. Others are not asked about: to explain an image takes long.</summary>
    public IReadOnlyDictionary<int, ColumnContribution[]> Contributions(IEnumerable<int> rows, IReadOnlyList<FeatureColumn> features)
    {
        int[] ascending = [.. rows.Order()];
        LabelledTable part = Table with { Selected = [.. ascending.Select(Table.PlaceOf)] };
        return ColumnContributions.Read(Pipeline.Transform(part.ToDataView()), [.. Enumerable.Range(0, ascending.Length)], features)
            .ToDictionary(pair => ascending[pair.Key], pair => pair.Value);
    }

    private static double[] AnomalyRanks(float[] scores, bool[] isAnomaly)
    {
        float[] ascending = [.. scores.Order()];
        return [.. scores.Where((_, i) => isAnomaly[i]).Select(score => (double)(ascending.Length - LowerBound(ascending, score)) / ascending.Length).Order()];
    }

    // The number of values below.
    private static int LowerBound(float[] ascending, float value)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ascending[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
