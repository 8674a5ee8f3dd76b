namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>One run of one method, ours or another program's, on one split of a data set. What was not measured is NaN.</summary>
internal sealed record Measurement(
    string Method,
    bool IsPeer,
    string Set,
    int Seed,
    double AveragePrecision,
    double TrapezoidalPrecisionRecall,
    double RocArea,
    double FitCpuSeconds,
    double ScoredRowsPerCpuSecond,
    double PeakMegabytes)
{
    public static Measurement Of(CellKey key, CellFigures figures) => new(
        key.Method,
        IsPeer: false,
        key.Set,
        key.Seed,
        figures.AveragePrecision,
        figures.TrapezoidalPrecisionRecall,
        figures.RocArea,
        figures.FitCpuSeconds,
        figures.ScoredRowsPerCpuSecond ?? double.NaN,
        figures.PeakMegabytes);
}
