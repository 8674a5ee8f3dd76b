using System.Diagnostics;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Benchmarks;

/// <summary>Where the time and the memory of a fit go, told by its progress reports.</summary>
internal sealed class PhaseTimes : IProgress<TrainingProgress>
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<(string Phase, int Epochs, TimeSpan Time, double Peak)> _phases = [];

    public void EndPhase(string phase, int epochs = 0)
    {
        _phases.Add((phase, epochs, _watch.Elapsed, PeakMemory.Megabytes()));
        _watch.Restart();
    }

    public void Report(TrainingProgress value)
    {
        // The first epoch of a phase has what the phase prepares in it, such as k-means: it is listed for itself.
        bool goesOn = value.Epoch > 2;
        TimeSpan before = goesOn ? _phases[^1].Time : TimeSpan.Zero;
        if (goesOn)
            _phases.RemoveAt(_phases.Count - 1);
        string phase = value.Epoch == 1 ? $"{value.Phase}: preparation and first epoch" : $"{value.Phase}: the other epochs";
        _phases.Add((phase, Math.Max(1, value.Epoch - 1), before + _watch.Elapsed, PeakMemory.Megabytes()));
        _watch.Restart();
    }

    public void Print(int batchesPerEpoch)
    {
        EndPhase("End of the fit");
        foreach ((string phase, int epochs, TimeSpan time, double peak) in _phases)
        {
            string step = epochs > 0 ? $"  {time.TotalMilliseconds / (epochs * batchesPerEpoch),7:F2} ms a step" : "";
            Console.WriteLine($"  {phase,-62}{time.TotalSeconds,7:F2} s  peak so far {peak,4:F0} MB{step}");
        }
    }
}
