using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.Decisions;

/// <summary>What the decisions of a detector are worth on the test rows of a split.</summary>
/// <param name="Precision">The share of anomalies among the rows with PredictedLabel.</param>
/// <param name="Recall">The share of the anomalies that have it.</param>
/// <param name="F1">Their harmonic mean; 0 where no row has PredictedLabel.</param>
/// <param name="BestF1">The largest F1 that any threshold reaches.</param>
/// <param name="CalibrationError">The expected calibration error of Probability in ten bins; NaN without the column.</param>
/// <param name="Brier">The mean squared error of Probability; NaN without the column.</param>
/// <param name="ShareOfAnomalies">The share of anomalies: with it as the probability of all rows, the Brier score is share (1 - share).</param>
internal sealed record Decision(
    double Precision, double Recall, double F1, double BestF1, double CalibrationError, double Brier, double ShareOfAnomalies)
{
    private const int SeedOfFirstSplit = 42;
    private const int Bins = 10;

    /// <summary>Trains on a split and judges its test rows.</summary>
    public static Decision Measure(Arguments arguments, BenchmarkedTrainer trainer, string set, int split)
    {
        int seed = SeedOfFirstSplit + split;
        DataSet data = DataSet.Read(arguments.DataFolder, arguments.Protocol, set, split, arguments.Labelled);
        var mlContext = new MLContext(seed);
        IDataView? validation = arguments.UsesValidation ? data.View(mlContext, data.Validation) : null;
        ITransformer model = trainer.Fit(mlContext, data.View(mlContext, data.Train), validation, seed, data.Width, arguments.Settings);
        IDataView scored = model.Transform(data.View(mlContext, data.Test));
        float[]? probabilities = scored.Schema.GetColumnOrNull("Probability") is null ? null : [.. scored.GetColumn<float>("Probability")];
        return Of(
            [.. scored.GetColumn<bool>("PredictedLabel")], [.. scored.GetColumn<bool>("Label")], probabilities,
            mlContext.AnomalyDetection.EvaluateRanking(scored).BestF1);
    }

    /// <param name="predicted">PredictedLabel.</param>
    /// <param name="isAnomaly">The truth.</param>
    /// <param name="probabilities">Probability, or null.</param>
    /// <param name="bestF1">The largest F1 of any threshold.</param>
    public static Decision Of(bool[] predicted, bool[] isAnomaly, float[]? probabilities, double bestF1)
    {
        int anomalies = isAnomaly.Count(a => a), positives = predicted.Count(p => p), hits = predicted.Zip(isAnomaly).Count(pair => pair.First && pair.Second);
        double precision = positives == 0 ? double.NaN : (double)hits / positives, recall = (double)hits / anomalies;
        return new Decision(
            precision, recall, 2.0 * hits / (positives + anomalies), bestF1, probabilities is null ? double.NaN : Error(probabilities, isAnomaly),
            probabilities is null ? double.NaN : probabilities.Zip(isAnomaly, (p, a) => Math.Pow(p - (a ? 1 : 0), 2)).Average(),
            (double)anomalies / isAnomaly.Length);
    }

    // The mean over rows of how far the mean probability of their bin is from the share of anomalies there.
    private static double Error(float[] probabilities, bool[] isAnomaly) => probabilities
        .Zip(isAnomaly)
        .GroupBy(pair => Math.Min((int)(Bins * pair.First), Bins - 1))
        .Sum(bin => Math.Abs(bin.Average(pair => (double)pair.First) - bin.Average(pair => pair.Second ? 1.0 : 0)) * bin.Count()) / isAnomaly.Length;
}
