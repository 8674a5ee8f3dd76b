using System.Diagnostics;

namespace ProtoAnomaly.Benchmarks;

/// <summary>This program in a process of its own, for figures that what ran before would spoil: memory, and first times.</summary>
internal static class OwnProcess
{
    /// <summary>Starts this program again and gives what it prints.</summary>
    public static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. ProgramArguments(), .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed.");
    }

    // Where the program is started by the host `dotnet`, its own file comes first.
    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
