using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Samples.Digits;

/// <summary>A line of digits8x8.csv.</summary>
internal sealed class DigitLine
{
    [LoadColumn(0, 63), VectorType(64)]
    public float[] Pixels { get; set; } = [];

    [LoadColumn(64)]
    public float Digit { get; set; }
}

/// <summary>A digit as the detector meets it.</summary>
internal sealed class DigitRow
{
    [VectorType(64)]
    public float[] Pixels { get; set; } = [];

    /// <summary>What the trainer is told: true for the few anomalies that somebody has labelled, false for all other rows.</summary>
    public bool Label { get; set; }

    /// <summary>The truth, for the evaluation only.</summary>
    public bool IsAnomaly { get; set; }
}

/// <summary>
/// Makes an anomaly detection task of the digits: one digit is the anomaly and rare, the nine others are normal, several
/// subgroups by nature. Few of the anomalies in the training data are labelled; the others hide among the unlabelled rows.
/// </summary>
internal sealed class DigitsData
{
    private const double TrainFraction = 0.6;

    public DigitsData(MLContext mlContext, string path, int anomalousDigit, double anomalyFraction, int labelledAnomalies, int seed)
    {
        IDataView lines = mlContext.Data.LoadFromTextFile<DigitLine>(path, separatorChar: ',', hasHeader: true);
        DigitLine[] digits = [.. mlContext.Data.CreateEnumerable<DigitLine>(lines, reuseRowObject: false)];
        new Random(seed).Shuffle(digits);
        DigitRow[] normal = [.. digits.Where(d => d.Digit != anomalousDigit).Select(d => new DigitRow { Pixels = d.Pixels })];
        DigitRow[] anomalous = [.. digits.Where(d => d.Digit == anomalousDigit).Select(d => new DigitRow { Pixels = d.Pixels, IsAnomaly = true })];

        int trainNormal = (int)(TrainFraction * normal.Length);
        DigitRow[] train = WithAnomalies(normal[..trainNormal], anomalous, anomalyFraction);
        int used = train.Length - trainNormal;
        DigitRow[] test = WithAnomalies(normal[trainNormal..], anomalous[used..], anomalyFraction);
        foreach (DigitRow row in train.Where(row => row.IsAnomaly).Take(labelledAnomalies))
            row.Label = true;

        Train = mlContext.Data.LoadFromEnumerable(train);
        Test = mlContext.Data.LoadFromEnumerable(test);
        Description =
            $"Train: {train.Length} rows, {train.Count(r => r.IsAnomaly)} of them anomalies, {train.Count(r => r.Label)} of those labelled. "
            + $"Test: {test.Length} rows, {test.Count(r => r.IsAnomaly)} of them anomalies.";
    }

    public IDataView Train { get; }

    public IDataView Test { get; }

    public string Description { get; }

    // As many anomalies as make the wanted share of all rows.
    private static DigitRow[] WithAnomalies(DigitRow[] normal, DigitRow[] anomalous, double fraction)
    {
        int count = (int)Math.Round(fraction / (1 - fraction) * normal.Length);
        return [.. normal, .. anomalous.Take(count)];
    }
}
