using System.Diagnostics;
using System.Globalization;

namespace ProtoAnomaly.Benchmarks;

/// <summary>The largest resident memory that this process has had.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status";
    private const string Peak = "VmHWM:";

    public static double Megabytes()
    {
        // Linux says it itself; elsewhere the runtime does.
        if (File.Exists(Status) && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Peak, StringComparison.Ordinal)) is { } line)
            return double.Parse(line[Peak.Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (double)(1 << 20);
    }
}
