namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Something that the user can put right; the message is one line that says how.</summary>
internal sealed class ToolException(string message, Exception? inner = null) : Exception(message, inner);
