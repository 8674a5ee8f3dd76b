using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Report;

/// <summary>A row with a high score.</summary>
/// <param name="Number">Its line in the file, or its number where the table has no lines.</param>
/// <param name="Score">Its score.</param>
/// <param name="IsAnomaly">Whether it is labelled as one.</param>
/// <param name="OrdinaryNumber">The line of the ordinary row most like it; null where there is none.</param>
/// <param name="Parts">The columns that did most for the score, the strongest first; empty where the detector does not tell.</param>
/// <param name="Pictures">Where rows are images, what there is to see; else null.</param>
internal sealed record TopRow(long Number, float Score, bool IsAnomaly, long? OrdinaryNumber, IReadOnlyList<TopRow.Part> Parts, TopRow.Pictured? Pictures)
{
    /// <param name="Image">The row's pixels.</param>
    /// <param name="Contributions">What each adds to the score; empty where the detector does not tell.</param>
    /// <param name="Ordinary">The pixels of the ordinary row; null where there is none.</param>
    public sealed record Pictured(float[] Image, float[] Contributions, float[]? Ordinary);

    /// <param name="Column">The column.</param>
    /// <param name="Value">What the row has there.</param>
    /// <param name="Ordinary">What the ordinary row has there.</param>
    /// <param name="Contribution">The column's share in the score.</param>
    public readonly record struct Part(string Column, string Value, string? Ordinary, float Contribution);
}

/// <summary>All that a report shows, without how it shows it.</summary>
/// <param name="Model">The detector.</param>
/// <param name="Evaluation">The figures.</param>
/// <param name="Remarks">What they mean and what looks wrong.</param>
/// <param name="Map">The latent space; null where the detector has none.</param>
/// <param name="TopRows">The rows with the highest scores.</param>
internal sealed record ReportData(ModelFile Model, DetectorEvaluation Evaluation, IReadOnlyList<string> Remarks, LatentMap? Map, IReadOnlyList<TopRow> TopRows)
{
    private const int NumberOfTopRows = 25;
    private const int PartsPerRow = 20;

    public ModelDescription Description => Model.Description;

    public float Threshold => Model.Detector.Threshold;

    /// <summary>The shape of the images that rows are; null where they are none.</summary>
    public ImageShape? Image => TrainerOptionText.Image(Description.Options);

    public IReadOnlyList<TrainingProgress> Epochs => Description.Progress;

    public static ReportData Collect(ModelFile model, DetectorEvaluation evaluation) => new(
        model, evaluation, [.. EvaluationResult.Remarks(evaluation), .. Suspicions.Of(evaluation, model.Description.Layout.Features)],
        LatentMap.Create(evaluation, model.Detector.Model.GetPrototypes()), FindTopRows(model, evaluation));

    private static TopRow[] FindTopRows(ModelFile model, DetectorEvaluation evaluation)
    {
        LabelledTable table = evaluation.Table;
        int[] descending = [.. Enumerable.Range(0, evaluation.Rows).OrderByDescending(row => evaluation.Scores[row]).ThenBy(row => row)];
        int[] top = [.. descending.Take(NumberOfTopRows)];
        int[] ordinary = [.. descending.Skip(Math.Max(NumberOfTopRows, descending.Length / 2)).Where(row => !evaluation.IsAnomaly[row]).Select(table.PlaceOf)];
        var neighbours = new NearestOrdinaryRow(table.Features, ordinary);
        IReadOnlyDictionary<int, ColumnContribution[]> contributions = evaluation.Contributions(top, model.Description.Layout.Features);
        Dictionary<int, int?> nearest = top.ToDictionary(row => row, row => neighbours.Find(table.PlaceOf(row)));
        bool areImages = TrainerOptionText.Image(model.Description.Options) is not null;
        IReadOnlyDictionary<int, TableRow> rows = table.Source.Pick([.. top.Select(table.PlaceOf), .. nearest.Values.OfType<int>()]);
        return
        [
            .. top.Select(row =>
            {
                TableRow own = rows[table.PlaceOf(row)];
                TableRow? other = nearest[row] is { } place ? rows[place] : null;
                return new TopRow(own.Number, evaluation.Scores[row], evaluation.IsAnomaly[row], other?.Number,
                [
                    .. contributions.GetValueOrDefault(row, []).Take(PartsPerRow).Select(c =>
                    {
                        int column = table.Source.IndexOf(c.Column);
                        return new TopRow.Part(c.Column, own.Fields[column], other?.Fields[column], c.Contribution);
                    }),
                ],
                areImages ? Pictures(table.Features, table.PlaceOf(row), nearest[row], contributions.GetValueOrDefault(row, [])) : null);
            }),
        ];
    }

    private static TopRow.Pictured Pictures(FeatureTable features, int row, int? ordinary, ColumnContribution[] contributions)
    {
        Dictionary<string, float> byColumn = contributions.ToDictionary(c => c.Column, c => c.Contribution);
        string[] columns = [.. features.Features.Select(feature => feature.Source)];
        return new(Pixels(row), byColumn.Count == 0 ? [] : [.. columns.Select(column => byColumn[column])], ordinary is { } other ? Pixels(other) : null);

        float[] Pixels(int place) => [.. columns.Select((_, i) => features.Numbers(i)![place])];
    }
}
