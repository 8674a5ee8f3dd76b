using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A log message with its source.</summary>
public class LoggingEventArgs : EventArgs
{
    public LoggingEventArgs(string message) => Message = message;

    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    /// <summary>The components that the message came through, outermost first, separated by semicolons.</summary>
    public string Source { get; }

    public ChannelMessageKind Kind { get; }

    /// <summary>The message with kind and source in front.</summary>
    public string Message { get; }

    public string RawMessage { get; }
}
