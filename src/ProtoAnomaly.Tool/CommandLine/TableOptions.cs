using System.CommandLine;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>How to read a table.</summary>
internal sealed class TableOptions
{
    private readonly Option<string?> _separator = new("--separator")
    {
        Description = "What stands between fields: a character, or `tab`. Found out unless given.", HelpName = "character",
    };

    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line is data; columns are called column1, column2 and so on." };

    public TableOptions(Command command)
    {
        command.Add(_separator);
        command.Add(_noHeader);
    }

    public bool HasHeader(ParseResult command) => !command.GetValue(_noHeader);

    /// <returns>Null where it is to be found out.</returns>
    /// <exception cref="ToolException">The separator is not one character.</exception>
    public char? Separator(ParseResult command) => command.GetValue(_separator) switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        { Length: 1 } one => one[0],
        { } other => throw new ToolException($"--separator takes one character, or `tab`, not '{other}'."),
    };

    public TableFile Open(ParseResult command, string path) => TableFile.Open(path, Separator(command), HasHeader(command));
}
