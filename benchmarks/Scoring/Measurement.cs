using System.Diagnostics;

namespace ProtoAnomaly.Benchmarks;

/// <summary>Repeated measurements, of which the median counts: other load on the machine is not in it.</summary>
internal static class Measurement
{
    private const int Rounds = 5;

    /// <summary>Seconds of CPU time of the whole process.</summary>
    public static double CpuSeconds(Action action)
    {
        action();
        return Median(() =>
        {
            using var process = Process.GetCurrentProcess();
            TimeSpan before = process.TotalProcessorTime;
            action();
            process.Refresh();
            return (process.TotalProcessorTime - before).TotalSeconds;
        });
    }

    public static double Median(Func<double> measure) => Enumerable.Range(0, Rounds).Select(_ => measure()).Order().ElementAt(Rounds / 2);
}
