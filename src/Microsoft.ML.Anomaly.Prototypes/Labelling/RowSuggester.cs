using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Labelling;

/// <summary>
/// Chooses rows to label: those with the highest scores, but of rows that are alike only one at a time, since the answer to one of them
/// tells most of what the others would.
/// </summary>
internal static class RowSuggester
{
    // Candidates for each row that is asked for.
    private const int CandidatesPerRow = 5;

    // What a row loses, in ranks among the candidates as a share of them, for being the same as one already chosen.
    public const float Diversity = 0.25f;

    /// <param name="data">The rows.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="featureColumn">The features.</param>
    /// <param name="scoreColumn">The scores; null chooses without a detector.</param>
    /// <param name="labelColumn">The labels; null where no row has one.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    /// <param name="diversity">The weight of being unlike the rows already chosen.</param>
    public static IReadOnlyList<RowSuggestion> Suggest(
        IDataView data, int count, string featureColumn, string? scoreColumn, string? labelColumn, int seed, float diversity = Diversity)
    {
        (float[][] rows, float[]? given, bool[] isOpen) = Read(data, featureColumn, scoreColumn, labelColumn);
        Scale(rows);
        float[] scores = given ?? SampleDistances.Of(rows, seed);
        int[] candidates =
        [
            .. Enumerable.Range(0, rows.Length).Where(row => isOpen[row] && float.IsFinite(scores[row]))
                .OrderByDescending(row => scores[row]).ThenBy(row => row).Take(count * CandidatesPerRow),
        ];
        return [.. Choose(rows, candidates, count, diversity).Select(row => new RowSuggestion(row, scores[row]))];
    }

    private static IEnumerable<int> Choose(float[][] rows, int[] candidates, int count, float diversity)
    {
        float width = TypicalSquaredDistance(rows, candidates);
        var likeness = new float[candidates.Length];
        var isChosen = new bool[candidates.Length];
        for (int n = 0; n < Math.Min(count, candidates.Length); n++)
        {
            int best = -1;
            float most = float.NegativeInfinity;
            for (int i = 0; i < candidates.Length; i++)
            {
                float value = 1 - ((float)i / candidates.Length) - (diversity * likeness[i]);
                if (!isChosen[i] && value > most)
                    (best, most) = (i, value);
            }
            isChosen[best] = true;
            for (int i = 0; i < candidates.Length; i++)
                likeness[i] = Math.Max(likeness[i], MathF.Exp(-Distance.Squared(rows[candidates[i]], rows[candidates[best]]) / width));
            yield return candidates[best];
        }
    }

    // The median over neighbours in the order of the scores.
    private static float TypicalSquaredDistance(float[][] rows, int[] candidates)
    {
        float[] distances = [.. candidates.Zip(candidates.Skip(1), (a, b) => Distance.Squared(rows[a], rows[b])).Order()];
        float median = distances.Length == 0 ? 0 : distances[distances.Length / 2];
        return median > 0 ? median : 1;
    }

    // By the middle nine tenths, which a few values far outside don't change; what is the same in nine rows of ten counts as it is.
    private static void Scale(float[][] rows)
    {
        var column = new float[rows.Length];
        for (int slot = 0; slot < (rows.Length == 0 ? 0 : rows[0].Length); slot++)
        {
            for (int row = 0; row < column.Length; row++)
                column[row] = rows[row][slot];
            Array.Sort(column);
            int tail = column.Length / 20;
            double spread = column.Length == 0 ? 0 : (double)column[^(1 + tail)] - column[tail];
            float scale = spread > 0 ? (float)(1 / spread) : 1;
            for (int row = 0; row < column.Length; row++)
                rows[row][slot] *= scale;
        }
    }

    private static (float[][] Rows, float[]? Scores, bool[] IsOpen) Read(IDataView data, string featureColumn, string? scoreColumn, string? labelColumn)
    {
        DataViewSchema.Column features = ColumnCheck.Features(data.Schema, featureColumn, nameof(data));
        var columns = new List<DataViewSchema.Column> { features };
        if (scoreColumn is not null)
            columns.Add(ColumnCheck.Score(data.Schema, scoreColumn, nameof(data)));
        if (labelColumn is not null)
            columns.Add(ColumnCheck.Label(data.Schema, labelColumn, nameof(data)));
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ValueGetter<VBuffer<float>> featuresGetter = cursor.GetGetter<VBuffer<float>>(features);
        ValueGetter<float>? scoreGetter = scoreColumn is null ? null : cursor.GetGetter<float>(columns[1]);
        Func<RowLabel>? readLabel = labelColumn is null ? null : LabelReader.Create(cursor, columns[^1]);
        int width = ((VectorDataViewType)features.Type).Size;
        var rows = new List<float[]>();
        var scores = new List<float>();
        var isOpen = new List<bool>();
        VBuffer<float> buffer = default;
        float score = 0;
        while (cursor.MoveNext())
        {
            featuresGetter(ref buffer);
            var row = new float[width];
            buffer.CopyTo(row);
            rows.Add(row);
            bool isFinite = true;
            for (int slot = 0; slot < row.Length; slot++)
            {
                isFinite &= float.IsFinite(row[slot]);
                row[slot] = float.IsFinite(row[slot]) ? row[slot] : 0;
            }
            scoreGetter?.Invoke(ref score);
            scores.Add(score);
            isOpen.Add(isFinite && readLabel?.Invoke() is null or RowLabel.Unlabelled);
        }
        return ([.. rows], scoreColumn is null ? null : [.. scores], [.. isOpen]);
    }
}
