using System.CommandLine;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>A verb of the command line.</summary>
/// <param name="name">What the user types.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">Command lines, without the tool's name, that its help shows.</param>
internal abstract class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Does the work.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="ToolException">It can't be done, and the user can do something about it.</exception>
    public abstract int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation);
}
