using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Reads the training data in one pass and refuses what can't be trained on, before any training starts.</summary>
internal static class TrainingRowsReader
{
    /// <param name="input">The data.</param>
    /// <param name="labelColumn">The label column.</param>
    /// <param name="featureColumn">The features column.</param>
    /// <param name="skipInvalidRows">Whether to leave out rows with NaN or an infinity instead of refusing the data.</param>
    /// <param name="channel">Is told how many rows were left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The rows can't be trained on; the message says why.</exception>
    public static TrainingRows Read(
        IDataView input, string labelColumn, string featureColumn, bool skipInvalidRows, IChannel channel, CancellationToken cancellation)
    {
        DataViewSchema.Column features = ColumnCheck.Features(input.Schema, featureColumn, nameof(input));
        DataViewSchema.Column label = ColumnCheck.Label(input.Schema, labelColumn, nameof(input));
        int width = ((VectorDataViewType)features.Type).Size;
        var rows = new FeatureRows(width);
        var unlabelled = new List<int>();
        var anomalies = new List<int>();
        float[] minimum = [.. Enumerable.Repeat(float.PositiveInfinity, width)];
        float[] maximum = [.. Enumerable.Repeat(float.NegativeInfinity, width)];
        long skipped = 0;

        using (DataViewRowCursor cursor = input.GetRowCursor([features, label]))
        {
            ValueGetter<VBuffer<float>> featuresGetter = cursor.GetGetter<VBuffer<float>>(features);
            Func<RowLabel> readLabel = LabelReader.Create(cursor, label);
            VBuffer<float> buffer = default;
            while (cursor.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                featuresGetter(ref buffer);
                Span<float> row = rows.Add();
                buffer.CopyTo(row);
                if (FirstInvalid(row) is { } slot)
                {
                    if (!skipInvalidRows)
                        throw Invalid(features, slot, row[slot], cursor.Position);
                    rows.RemoveLast();
                    skipped++;
                    continue;
                }
                for (int i = 0; i < row.Length; i++)
                {
                    minimum[i] = MathF.Min(minimum[i], row[i]);
                    maximum[i] = MathF.Max(maximum[i], row[i]);
                }
                (readLabel() == RowLabel.Anomaly ? anomalies : unlabelled).Add(rows.Count - 1);
            }
        }

        if (skipped > 0)
            channel.Warning(MessageSensitivity.None, $"Skipped {skipped} rows with NaN or an infinity in the features column '{featureColumn}'.");
        Check(rows, unlabelled, anomalies, label, skipped, minimum, maximum, featureColumn);
        return new TrainingRows(rows, [.. unlabelled], [.. anomalies], minimum, maximum);
    }

    private static void Check(
        FeatureRows rows, List<int> unlabelled, List<int> anomalies, DataViewSchema.Column label, long skipped,
        float[] minimum, float[] maximum, string featureColumn)
    {
        if (rows.Count == 0)
        {
            throw new InvalidOperationException(skipped == 0
                ? "The training data has no rows."
                : $"The training data has no rows left: all {skipped} have NaN or an infinity in the features column '{featureColumn}'.");
        }
        if (anomalies.Count == 0)
        {
            throw new InvalidOperationException(
                $"The label column '{label.Name}' marks no row as an anomaly among {rows.Count}. This trainer needs at least one labelled anomaly; "
                + $"the column is of type {label.Type}, of which {LabelReader.Convention(label.Type)}.");
        }
        if (unlabelled.Count < 2)
        {
            throw new InvalidOperationException(
                $"The label column '{label.Name}' marks {anomalies.Count} of {rows.Count} rows as anomalies. This trainer needs at least two rows "
                + $"that are not; the column is of type {label.Type}, of which {LabelReader.Convention(label.Type)}.");
        }
        if (!minimum.Where((low, i) => low < maximum[i]).Any())
            throw new InvalidOperationException($"Every feature of the column '{featureColumn}' is constant in the training data: there is nothing to learn from.");
    }

    private static int? FirstInvalid(ReadOnlySpan<float> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (!float.IsFinite(row[i]))
                return i;
        }
        return null;
    }

    private static InvalidOperationException Invalid(DataViewSchema.Column features, int slot, float value, long position)
    {
        string name = "";
        if (features.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            features.GetSlotNames(ref names);
            name = $" ('{names.GetItemOrDefault(slot)}')";
        }
        return new InvalidOperationException(
            $"The features column '{features.Name}' has the value {value} in row {position}, slot {slot}{name} (both counted from 0). "
            + "Replace such values with Transforms.ReplaceMissingValues before this trainer, or set the option SkipInvalidRows.");
    }
}
