using System.Diagnostics;
using System.Globalization;

namespace ProtoAnomaly.Benchmarks;

/// <summary>The same model in Python: one process that takes a number of steps per line of input and answers with their time.</summary>
internal sealed class PythonStep : IDisposable
{
    private readonly Process _process;

    private PythonStep(Process process, string version) => (_process, Version) = (process, version);

    public string Version { get; }

    /// <summary>Null where there is no Python, or one without torch. The system's own Python is asked too.</summary>
    public static PythonStep? TryStart()
    {
        foreach (string interpreter in new[] { "python3", "/usr/bin/python3" })
        {
            var start = new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, "step.py")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            // torch's own thread setting does not reach OpenBLAS.
            start.Environment["OPENBLAS_NUM_THREADS"] = "1";
            start.Environment["OMP_NUM_THREADS"] = "1";
            try
            {
                var process = Process.Start(start)!;
                if (process.StandardOutput.ReadLine() is { } version)
                    return new PythonStep(process, version);
                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // No such program: the next one may be there.
            }
        }
        return null;
    }

    /// <summary>Microseconds of CPU time per step.</summary>
    public double Run(int steps)
    {
        _process.StandardInput.WriteLine(steps);
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(_process.StandardError.ReadToEnd());
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
