using System.CommandLine;
using ProtoAnomaly.Tool.Evaluation;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Whether the labels of evaluated rows are complete.</summary>
internal sealed class CoverageOption
{
    private readonly Option<string?> _labels;
    private readonly string _usual;

    public CoverageOption(Command command, string usual)
    {
        _usual = usual;
        _labels = new Option<string?>("--labels")
        {
            Description = $"`partial`: rows without a label may be anomalies too, so that precision can't be known; `complete`: every row's label is true. {usual}", HelpName = "coverage",
        };
        command.Add(_labels);
    }

    /// <exception cref="UsageException">It is neither.</exception>
    public LabelCoverage Read(ParseResult command, LabelCoverage unlessGiven) => command.GetValue(_labels) switch
    {
        null => unlessGiven,
        "partial" => LabelCoverage.Partial,
        "complete" => LabelCoverage.Complete,
        { } other => throw new UsageException($"--labels takes partial or complete, not '{other}'. {_usual}"),
    };
}
