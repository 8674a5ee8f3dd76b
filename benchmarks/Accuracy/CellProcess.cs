using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>What a cell's process is told.</summary>
internal sealed record CellRequest(string DataFolder, CellKey Key);

/// <summary>Starts a process of this program for one cell, so that its time and memory are its own and a crash ends nothing else.</summary>
internal static class CellProcess
{
    /// <summary>The first argument of such a process; the second one is the <see cref="CellRequest"/>.</summary>
    public const string Verb = "cell";

    /// <summary>Which build of the library the cells run.</summary>
    public static Guid Library { get; } = typeof(MultiNormalPrototypesTrainer).Assembly.ManifestModule.ModuleVersionId;

    /// <summary>Runs the cell and waits for it. What goes wrong is in the outcome.</summary>
    public static CellOutcome Run(string dataFolder, CellKey key)
    {
        using Process process = Process.Start(StartInfo(dataFolder, key))!;
        // Both are read at the same time, or a process that fills one of the pipes would wait for ever.
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        string? last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        if (process.ExitCode == 0 && last is not null)
            return new CellOutcome(key, JsonSerializer.Deserialize<CellFigures>(last), null, Library);
        string error = errors.Result.Trim();
        return new CellOutcome(key, null, error == "" ? $"exit code {process.ExitCode} without a message" : error, Library);
    }

    private static ProcessStartInfo StartInfo(string dataFolder, CellKey key)
    {
        // This process is either the program's own executable, or dotnet or a test host that has loaded its assembly.
        string program = typeof(CellProcess).Assembly.Location;
        string current = Environment.ProcessPath ?? "";
        string name = Path.GetFileNameWithoutExtension(current);
        bool isOwn = name == Path.GetFileNameWithoutExtension(program);
        var info = new ProcessStartInfo(isOwn || name == "dotnet" ? current : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (!isOwn)
        {
            info.ArgumentList.Add("exec");
            info.ArgumentList.Add(program);
        }
        info.ArgumentList.Add(Verb);
        info.ArgumentList.Add(JsonSerializer.Serialize(new CellRequest(dataFolder, key)));

        string threads = key.Threads.ToString(CultureInfo.InvariantCulture);
        info.Environment["OMP_NUM_THREADS"] = threads;
        info.Environment["OPENBLAS_NUM_THREADS"] = threads;
        info.Environment["MKL_NUM_THREADS"] = threads;
        // .NET reads its settings as hexadecimal numbers.
        info.Environment["DOTNET_PROCESSOR_COUNT"] = key.Threads.ToString("X", CultureInfo.InvariantCulture);
        // Loops are compiled for good at once: on a busy machine a cell ends before .NET comes to do it by itself, and its speed is that of a draft.
        info.Environment["DOTNET_TC_QuickJitForLoops"] = "0";
        return info;
    }
}
