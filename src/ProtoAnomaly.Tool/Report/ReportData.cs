using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Report;

/// <summary>A row with a high score.</summary>
/// <param name="Line">The number of its line in the file.</param>
/// <param name="Score">Its score.</param>
/// <param name="IsAnomaly">Whether it is one by its label.</param>
/// <param name="Contributions">The features that did most for the score, the strongest first; empty where the detector does not tell.</param>
internal sealed record TopRow(long Line, float Score, bool IsAnomaly, IReadOnlyList<TopRow.Part> Contributions)
{
    /// <param name="Feature">The feature's name.</param>
    /// <param name="Value">What the row has there.</param>
    /// <param name="Contribution">Its share in the score.</param>
    public readonly record struct Part(string Feature, string Value, float Contribution);
}

/// <summary>All that a report shows, without how it shows it.</summary>
/// <param name="Model">The detector.</param>
/// <param name="DataPath">The table that it was evaluated on.</param>
/// <param name="Evaluation">The figures.</param>
/// <param name="Map">The latent space; null where the detector has none.</param>
/// <param name="TopRows">The rows with the highest scores.</param>
internal sealed record ReportData(ModelFile Model, string DataPath, DetectorEvaluation Evaluation, LatentMap? Map, IReadOnlyList<TopRow> TopRows)
{
    private const int NumberOfTopRows = 10;
    private const int ContributionsPerRow = 5;

    public ModelDescription Description => Model.Description;

    public float Threshold => Model.Detector.Threshold;

    public IReadOnlyList<TrainingProgress> Epochs => Description.Progress;

    public static ReportData Collect(ModelFile model, EvaluatedTable table, DetectorEvaluation evaluation) => new(
        model, table.File.Path, evaluation, LatentMap.Create(evaluation, model.Detector.Model.GetPrototypes()), FindTopRows(table, evaluation));

    private static TopRow[] FindTopRows(EvaluatedTable table, DetectorEvaluation evaluation)
    {
        int[] top = [.. Enumerable.Range(0, evaluation.Rows).OrderByDescending(row => evaluation.Scores[row]).ThenBy(row => row).Take(NumberOfTopRows)];
        IReadOnlyDictionary<int, FeatureContribution[]> contributions = FeatureContribution.Read(evaluation.Scored, top);
        IReadOnlyDictionary<int, TableLine> lines = table.Lines(top);
        return [.. top.Select(row => new TopRow(lines[row].Number, evaluation.Scores[row], evaluation.IsAnomaly[row], Parts(row)))];

        TopRow.Part[] Parts(int row)
        {
            IReadOnlyList<string> fields = table.File.Split(lines[row]);
            return
            [
                .. contributions.GetValueOrDefault(row, [])
                    .OrderByDescending(c => Math.Abs(c.Contribution))
                    .Take(ContributionsPerRow)
                    .Select(c => new TopRow.Part(c.Feature, Rounded(c.ValueIn(table.File.Columns, fields)), c.Contribution)),
            ];
        }

        // Files often have more digits than anyone wants to read.
        static string Rounded(string value) =>
            float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number.ToString("G5", CultureInfo.InvariantCulture) : value;
    }
}
