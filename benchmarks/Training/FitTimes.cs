using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Benchmarks;

/// <summary>CPU times of a fit, told epoch by epoch by its progress reports.</summary>
internal sealed class FitTimes : IProgress<TrainingProgress>
{
    private readonly List<TimeSpan> _joint = [];
    private readonly List<TimeSpan> _pretraining = [];
    private int _batchesPerEpoch;
    private TimeSpan _start;
    private TimeSpan _lastReport;

    /// <summary>Median time of an epoch of the joint training, for each batch.</summary>
    public TimeSpan JointStep => Median(_joint) / _batchesPerEpoch;

    /// <summary>Median time of an epoch of the pre-training, for each batch.</summary>
    public TimeSpan PretrainingStep => Median(_pretraining) / _batchesPerEpoch;

    public TimeSpan Whole { get; private set; }

    public int JointEpochs { get; private set; }

    public int PretrainingEpochs { get; private set; }

    public void Start(int batchesPerEpoch)
    {
        _batchesPerEpoch = batchesPerEpoch;
        _start = Environment.CpuUsage.TotalTime;
    }

    public void Report(TrainingProgress value)
    {
        TimeSpan now = Environment.CpuUsage.TotalTime;
        bool joint = value.Phase == "Joint training";
        // What a phase prepares is no part of its steps, and it shows in the first epoch.
        if (value.Epoch > 1)
            (joint ? _joint : _pretraining).Add(now - _lastReport);
        _lastReport = now;
        if (joint)
            JointEpochs++;
        else
            PretrainingEpochs++;
    }

    public void End() => Whole = Environment.CpuUsage.TotalTime - _start;

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
