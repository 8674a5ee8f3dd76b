using System.CommandLine;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>The label column and what its values mean.</summary>
internal sealed class LabelOptions
{
    private readonly Option<string?> _label = new("--label") { HelpName = "column" };

    private readonly Option<string[]> _anomaly = new("--anomaly")
    {
        Description = "A value of the label column that marks anomalies; repeat it for several. Without it: numbers above 0, true, yes, anomaly.",
        HelpName = "value",
        DefaultValueFactory = _ => [],
    };

    /// <param name="command">The verb.</param>
    /// <param name="isRequired">Whether the label must be named; otherwise it is the one that the model was trained with.</param>
    /// <param name="description">What the label is for; null for the usual.</param>
    public LabelOptions(Command command, bool isRequired, string? description = null)
    {
        _label.Required = isRequired;
        _label.Description = description is not null ? description : isRequired
            ? "The label column: which rows are known to be anomalies. All others count as unlabelled."
            : "The column with the true labels; the one of the training data unless given.";
        command.Add(_label);
        command.Add(_anomaly);
    }

    public string? Column(ParseResult command) => command.GetValue(_label);

    public IReadOnlyList<string> AnomalyValues(ParseResult command) => command.GetValue(_anomaly)!;

    /// <param name="command">The command line.</param>
    /// <param name="trained">What the model was trained with.</param>
    public LabelRule Read(ParseResult command, LabelRule trained)
    {
        string[] values = command.GetValue(_anomaly)!;
        string? column = command.GetValue(_label);
        return column is null && values.Length == 0 ? trained : new LabelRule(column ?? trained.Column, values);
    }
}
