using System.Diagnostics;

namespace ProtoAnomaly.Package.Tests;

/// <summary>What a program did.</summary>
internal sealed record ChildProcess(int ExitCode, string Output, string Error)
{
    public string Log => Output + Error;

    /// <summary>Runs the .NET host with what a user would have: none of the settings of the test run.</summary>
    public static ChildProcess Dotnet(string folder, string[] arguments, params (string Name, string Value)[] environment) =>
        Run(Host, folder, arguments, environment);

    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static ChildProcess Run(string program, string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        using Process process = Process.Start(Start(program, folder, arguments, environment))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }

    /// <summary>How to start a program with what a user would have.</summary>
    public static ProcessStartInfo Start(string program, string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        // No server outlives a build: it would keep the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return start;
    }

    public ChildProcess Succeeded()
    {
        Assert.AreEqual(0, ExitCode, Log);
        return this;
    }
}
