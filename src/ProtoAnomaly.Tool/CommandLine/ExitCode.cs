namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>What the process returns to whoever started it.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command was understood and could not be carried out: bad data, a damaged model, a missing file.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong whatever the files hold: an unknown option, a value out of an option's range.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C, as shells have it: 128 and the number of the signal. `train` has saved the best model so far if it says so.</summary>
    public const int Interrupted = 130;
}
