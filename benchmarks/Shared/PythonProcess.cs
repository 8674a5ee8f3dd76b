using System.Diagnostics;
using System.Globalization;

namespace ProtoAnomaly.Benchmarks;

/// <summary>
/// A script of Python that runs beside a benchmark: it says its version of torch first, then answers each line of input by a number.
/// </summary>
internal sealed class PythonProcess : IDisposable
{
    private readonly Process _process;

    private PythonProcess(Process process, string version) => (_process, Version) = (process, version);

    public string Version { get; }

    /// <summary>Null where there is no Python, or one without torch. The system's own Python is asked too.</summary>
    public static PythonProcess? TryStart(string script, params string[] arguments)
    {
        foreach (string interpreter in new[] { "python3", "/usr/bin/python3" })
        {
            var start = new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, script), .. arguments])
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
                    return new PythonProcess(process, version);
                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // No such program: the next one may be there.
            }
        }
        return null;
    }

    /// <summary>The answer to a line of input.</summary>
    public double Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
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
