using System.CommandLine;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Where to write the report.</summary>
internal sealed class ReportOption
{
    private readonly Option<string?> _report = new("--report") { Description = "Where to write the report, a web page. `none` writes none; `train` writes one beside the model unless told otherwise.", HelpName = "file" };

    public ReportOption(Command command) => command.Add(_report);

    /// <summary>The report's path; null for no report.</summary>
    public string? Path(ParseResult command, string? unlessGiven) => command.GetValue(_report) switch
    {
        null => unlessGiven,
        "none" => null,
        { } path => path,
    };
}
