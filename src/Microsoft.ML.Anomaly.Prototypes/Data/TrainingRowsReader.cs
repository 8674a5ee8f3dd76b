using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Reads the training data in one pass and refuses what can't be trained on, before any training starts.</summary>
/// <param name="labelColumn">The label column.</param>
/// <param name="featureColumn">The features column.</param>
/// <param name="skipInvalidRows">Whether to leave out rows with NaN or an infinity instead of refusing the data.</param>
/// <param name="channel">Is told how many rows were left out.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class TrainingRowsReader(
    string labelColumn, string featureColumn, bool skipInvalidRows, IChannel channel, CancellationToken cancellation)
{
    /// <param name="input">The training data.</param>
    /// <param name="validation">The validation data; null where there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The rows can't be trained on; the message says why.</exception>
    public TrainingRows Read(IDataView input, IDataView? validation)
    {
        DataViewSchema.Column features = ColumnCheck.Features(input.Schema, featureColumn, nameof(input));
        DataViewSchema.Column label = ColumnCheck.Label(input.Schema, labelColumn, nameof(input));
        int width = Width(features);
        CheckValidationColumns(validation, width);
        var rows = new FeatureRows(width);
        Part read = ReadPart(input, features, label, rows);
        Check(rows, read, label);
        var result = new TrainingRows(rows, read.Others(), [.. read.Anomalies], read.Minimum, read.Maximum);
        if (validation is null)
            return result;

        features = ColumnCheck.Features(validation.Schema, featureColumn, nameof(validation));
        label = ColumnCheck.Label(validation.Schema, labelColumn, nameof(validation));
        Part held = ReadPart(validation, features, label, rows);
        if (held.Count == held.Anomalies.Count)
            throw new InvalidOperationException("The validation data has no rows that are not anomalies.");
        return result with { ValidationNormals = held.Others(), ValidationAnomalies = [.. held.Anomalies] };
    }

    private static int Width(DataViewSchema.Column features) => ((VectorDataViewType)features.Type).Size;

    private void CheckValidationColumns(IDataView? validation, int width)
    {
        if (validation is null)
            return;
        int found = Width(ColumnCheck.Features(validation.Schema, featureColumn, nameof(validation)));
        ColumnCheck.Label(validation.Schema, labelColumn, nameof(validation));
        if (found != width)
        {
            throw new ArgumentOutOfRangeException(nameof(validation),
                $"The features column '{featureColumn}' has {width} slots in the training data but {found} in the validation data.");
        }
    }

    private Part ReadPart(IDataView data, DataViewSchema.Column features, DataViewSchema.Column label, FeatureRows rows)
    {
        var part = new Part(rows.Count, rows.Width);
        using DataViewRowCursor cursor = data.GetRowCursor([features, label]);
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
                part.Skipped++;
                continue;
            }
            part.Add(row, readLabel() == RowLabel.Anomaly);
        }
        if (part.Skipped > 0)
            channel.Warning(MessageSensitivity.None, $"Skipped {part.Skipped} rows with NaN or an infinity in the features column '{featureColumn}'.");
        return part;
    }

    private void Check(FeatureRows rows, Part read, DataViewSchema.Column label)
    {
        if (rows.Count == 0)
        {
            throw new InvalidOperationException(read.Skipped == 0
                ? "The training data has no rows."
                : $"The training data has no rows left: all {read.Skipped} have NaN or an infinity in the features column '{featureColumn}'.");
        }
        if (read.Anomalies.Count == 0)
        {
            throw new InvalidOperationException(
                $"The label column '{label.Name}' marks no row as an anomaly among {rows.Count}. This trainer needs at least one labelled anomaly; "
                + $"the column is of type {label.Type}, of which {LabelReader.Convention(label.Type)}.");
        }
        if (read.Count - read.Anomalies.Count < 2)
        {
            throw new InvalidOperationException(
                $"The label column '{label.Name}' marks {read.Anomalies.Count} of {rows.Count} rows as anomalies. This trainer needs at least two rows "
                + $"that are not; the column is of type {label.Type}, of which {LabelReader.Convention(label.Type)}.");
        }
        if (!read.Minimum.Where((low, i) => low < read.Maximum[i]).Any())
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

    /// <summary>What was read of one data view.</summary>
    /// <param name="first">The number of its first row.</param>
    /// <param name="width">Number of features.</param>
    private sealed class Part(int first, int width)
    {
        public int Count { get; private set; }

        /// <summary>Row numbers, ascending.</summary>
        public List<int> Anomalies { get; } = [];

        public float[] Minimum { get; } = [.. Enumerable.Repeat(float.PositiveInfinity, width)];

        public float[] Maximum { get; } = [.. Enumerable.Repeat(float.NegativeInfinity, width)];

        public long Skipped { get; set; }

        public void Add(ReadOnlySpan<float> row, bool isAnomaly)
        {
            for (int i = 0; i < row.Length; i++)
            {
                Minimum[i] = MathF.Min(Minimum[i], row[i]);
                Maximum[i] = MathF.Max(Maximum[i], row[i]);
            }
            if (isAnomaly)
                Anomalies.Add(first + Count);
            Count++;
        }

        /// <summary>The numbers of all other rows: listed now that their number is known, since they can be millions.</summary>
        public int[] Others()
        {
            var others = new int[Count - Anomalies.Count];
            int row = first, next = 0;
            for (int i = 0; i < others.Length; row++)
            {
                if (next < Anomalies.Count && Anomalies[next] == row)
                    next++;
                else
                    others[i++] = row;
            }
            return others;
        }
    }
}
