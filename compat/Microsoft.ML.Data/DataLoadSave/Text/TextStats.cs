using System.Threading;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Logs what could not be read: the first few cases one by one, and all of them as numbers at the end.</summary>
internal sealed class TextStats(IChannelProvider provider, int users)
{
    private const int MaxShown = 10;

    private readonly IChannel _channel = provider.Start("ParseStats");
    private int _users = users;
    private long _rows;
    private long _badValues;
    private long _badLines;

    public void AddRow() => Interlocked.Increment(ref _rows);

    public void AddBadValue(long line, string column)
    {
        long n = Interlocked.Increment(ref _badValues);
        if (n <= MaxShown)
            _channel.Info(MessageSensitivity.Schema, $"  Bad value at line {line} in column {Escaped(column)}");
        if (n == MaxShown)
            _channel.Info("  Suppressing further bad value messages");
    }

    public void AddBadLine(TextLine line, string error)
    {
        long n = Interlocked.Increment(ref _badLines);
        if (n <= MaxShown)
            _channel.Warning($"Format error at {Escaped(line.Path)}({line.Number}): {error}");
        if (n == MaxShown)
            _channel.Warning("Suppressing further format error messages");
    }

    /// <summary>The last cursor that leaves has the sums logged.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) > 0)
            return;
        if (_badValues > 0 || _badLines > 0)
            _channel.Info($"Processed {_rows} rows with {_badValues} bad values and {_badLines} format errors");
        _channel.Dispose();
    }

    // Names may hold braces, which a format string must not.
    private static string Escaped(string text) => text?.Replace("{", "{{").Replace("}", "}}");
}
