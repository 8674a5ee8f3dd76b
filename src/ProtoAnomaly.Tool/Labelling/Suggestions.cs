using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Labelling;

/// <summary>A row to ask about.</summary>
/// <param name="Row">Its place in the table.</param>
/// <param name="Score">Its score.</param>
/// <param name="Ordinary">The ordinary row most like it; null where there is none.</param>
/// <param name="Columns">Its columns, those that raised the score most first.</param>
internal sealed record Question(int Row, float Score, int? Ordinary, IReadOnlyList<ColumnContribution> Columns);

/// <summary>Finds the rows whose labels would help most.</summary>
/// <param name="features">The table.</param>
/// <param name="layout">Its features.</param>
/// <param name="trainer">The trainer.</param>
/// <param name="newOptions">Gives its options.</param>
/// <param name="seed">The seed.</param>
internal sealed class Suggestions(FeatureTable features, TableLayout layout, TrainerEntry trainer, Func<MLContext, PrototypeTrainerOptions> newOptions, int seed)
{
    private const string Label = "Label";

    /// <param name="labels">The labels so far; without any anomaly among them no detector is trained.</param>
    /// <param name="skipped">Rows that are not to be asked about.</param>
    /// <param name="count">How many rows to choose.</param>
    public (bool IsTrained, IReadOnlyList<Question> Questions) Next(IReadOnlyList<float> labels, IReadOnlySet<int> skipped, int count)
    {
        var mlContext = new MLContext(seed);
        // A row to skip counts as answered for the choice, not for the training.
        float[] choice = [.. labels.Select((label, row) => skipped.Contains(row) ? LabelRule.Normal : label)];
        IDataView data = features.ToDataView(label: (Label, labels));
        ITransformer featurizer = FeaturePipeline.Create(mlContext, layout.Features, data).Fit(data);
        bool canTrain = labels.Contains(LabelRule.Anomaly);
        IDataView open = featurizer.Transform(features.ToDataView(label: (Label, choice)));
        if (canTrain)
        {
            PrototypeTrainerOptions options = newOptions(mlContext);
            options.LabelColumnName = Label;
            options.FeatureColumnName = FeaturePipeline.FeaturesColumn;
            open = trainer.Fit(mlContext, options, featurizer.Transform(data)).Transform(open);
        }
        RowSuggestion[] chosen =
        [
            .. mlContext.AnomalyDetection.SuggestRowsToLabel(open, count, FeaturePipeline.FeaturesColumn, canTrain ? "Score" : null, Label, seed),
        ];
        return (canTrain, Explain(open, chosen, labels, canTrain));
    }

    private Question[] Explain(IDataView scored, RowSuggestion[] chosen, IReadOnlyList<float> labels, bool isTrained)
    {
        int[] rows = [.. chosen.Select(suggestion => (int)suggestion.Row)];
        IReadOnlyDictionary<int, ColumnContribution[]> contributions = ColumnContributions.Read(scored, rows, layout.Features);
        var suggested = rows.ToHashSet();
        float[] scores = isTrained ? [.. scored.GetColumn<float>("Score")] : [];
        float median = scores.Length == 0 ? 0 : scores.Order().ElementAt(scores.Length / 2);
        int[] ordinary =
        [
            .. Enumerable.Range(0, labels.Count).Where(row => labels[row] != LabelRule.Anomaly && !suggested.Contains(row) && (scores.Length == 0 || scores[row] <= median)),
        ];
        var neighbours = new NearestOrdinaryRow(features, ordinary);
        return [.. chosen.Select(suggestion => Explain((int)suggestion.Row, suggestion.Score))];

        Question Explain(int row, float score)
        {
            int? other = neighbours.Find(row);
            // A detector that has learned little yet blames no column; then what is unlike the ordinary row goes first.
            const float telling = 1e-3f;
            ColumnContribution[] parts = contributions.GetValueOrDefault(row, []) is { Length: > 0 } told && Math.Abs(told[0].Contribution) >= telling
                ? told
                : [.. (other is { } place ? neighbours.ByDifference(row, place) : layout.Features.Select(feature => feature.Source).Distinct()).Select(name => new ColumnContribution(name, float.NaN))];
            return new Question(row, score, other, parts);
        }
    }
}
