namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Something that the user can put right; the message is one line that says how.</summary>
internal class ToolException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Something that is wrong with the command line itself, whatever the files hold.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : ToolException(message, inner);
