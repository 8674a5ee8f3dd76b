using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>A table, or some of its rows, that a detector is evaluated on.</summary>
/// <param name="File">The table.</param>
/// <param name="Label">The column with the true labels.</param>
/// <param name="Selected">Numbers of the rows, counted from 0, ascending; null for all of them.</param>
internal sealed record EvaluatedTable(TableFile File, LabelRule Label, IReadOnlyList<int>? Selected)
{
    public static EvaluatedTable All(TableFile file, LabelRule label) => new(file, label, Selected: null);

    /// <exception cref="ToolException">There are no rows, or a column is missing.</exception>
    public DetectorEvaluation Evaluate(MLContext mlContext, ModelFile model)
    {
        DetectorEvaluation evaluation = DetectorEvaluation.Run(
            mlContext, model.Pipeline, LabelledRows.Load(mlContext, File, model.Description.Layout, Label, Selected));
        return evaluation.Rows > 0 ? evaluation : throw new ToolException($"{File.Path} has no rows.");
    }

    /// <summary>Some of the rows as they are written.</summary>
    /// <param name="positions">Their numbers among the evaluated rows, counted from 0.</param>
    public IReadOnlyDictionary<int, TableLine> Lines(IReadOnlyCollection<int> positions)
    {
        int[] ascending = [.. positions.Order()];
        IEnumerable<TableLine> lines = LabelledRows.Select(File, [.. ascending.Select(position => Selected is null ? position : Selected[position])]);
        return ascending.Zip(lines).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
