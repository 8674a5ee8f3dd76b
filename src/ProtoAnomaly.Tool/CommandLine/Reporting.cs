using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>How a verb tells its results (on the output) and everything else (on the error stream).</summary>
internal sealed class Reporting
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no remarks on the error stream." };

    /// <param name="command">The verb.</param>
    /// <param name="hasResult">Whether the verb has a result of its own, which JSON can hold.</param>
    public Reporting(Command command, bool hasResult = true)
    {
        if (hasResult)
            command.Add(_json);
        command.Add(_quiet);
    }

    public bool IsQuiet(ParseResult command) => command.GetValue(_quiet);

    /// <summary>A remark, which is no result.</summary>
    public void Note(ParseResult command, ToolStreams streams, string text)
    {
        if (!IsQuiet(command))
            streams.Error.WriteLine(text);
    }

    /// <summary>The result.</summary>
    public void Result(ParseResult command, ToolStreams streams, JsonNode json, Action<IAnsiConsole> write)
    {
        if (command.GetValue(_json))
            streams.Output.WriteLine(json.ToJsonString(Indented));
        else
            write(streams.OutputConsole);
    }

    /// <summary>A number as JSON has it: null for one that is not defined.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <inheritdoc cref="Number(double)"/>
    public static JsonNode? Number(float value) => float.IsFinite(value) ? JsonValue.Create(value) : null;
}
