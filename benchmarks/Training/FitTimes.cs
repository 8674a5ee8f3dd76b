using Microsoft.ML.Anomaly.Prototypes;
using TorchSharp;

namespace ProtoAnomaly.Benchmarks;

/// <summary>CPU times of a fit, and the tensors that its steps make, told epoch by epoch by its progress reports.</summary>
/// <param name="stepsPerEpoch">The number of steps of an epoch, for a phase.</param>
internal sealed class FitTimes(Func<string, int> stepsPerEpoch) : IProgress<TrainingProgress>
{
    private readonly Dictionary<string, List<Epoch>> _phases = [];
    private readonly TimeSpan _start = Environment.CpuUsage.TotalTime;
    private TimeSpan _lastReport;
    private long _lastTensors;

    public TimeSpan Whole { get; private set; }

    /// <summary>Phases in their order, with the number of their epochs.</summary>
    public string Epochs => string.Join(" + ", _phases.Values.Select(epochs => epochs.Count + 1));

    /// <summary>Median of the milliseconds of a step of the phases whose names start so; NaN where there are none.</summary>
    public double Step(string phase) => Median(phase, epoch => epoch.Milliseconds);

    /// <summary>Median of the number of tensors that a step makes.</summary>
    public double Tensors(string phase) => Median(phase, epoch => epoch.Tensors);

    public void Report(TrainingProgress value)
    {
        TimeSpan now = Environment.CpuUsage.TotalTime;
        long tensors = DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
        if (!_phases.TryGetValue(value.Phase, out List<Epoch>? epochs))
            _phases[value.Phase] = epochs = [];
        // What a phase prepares is no part of its steps, and it shows in the first epoch.
        if (value.Epoch > 1)
        {
            double steps = stepsPerEpoch(value.Phase);
            epochs.Add(new((now - _lastReport).TotalMilliseconds / steps, (tensors - _lastTensors) / steps));
        }
        (_lastReport, _lastTensors) = (now, tensors);
    }

    public void End() => Whole = Environment.CpuUsage.TotalTime - _start;

    private double Median(string phase, Func<Epoch, double> figure)
    {
        double[] figures = [.. _phases.Where(p => p.Key.StartsWith(phase, StringComparison.Ordinal)).SelectMany(p => p.Value).Select(figure).Order()];
        return figures.Length > 0 ? figures[figures.Length / 2] : double.NaN;
    }

    private readonly record struct Epoch(double Milliseconds, double Tensors);
}
