using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Reads features with a label, and finds rows with NaN or an infinity.</summary>
/// <param name="skipInvalidRows">Whether to leave out such rows instead of refusing the data.</param>
/// <param name="channel">Is told how many rows were left out.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class FeatureColumnReader(bool skipInvalidRows, IChannel channel, CancellationToken cancellation)
{
    /// <param name="data">What to read.</param>
    /// <param name="features">The features column.</param>
    /// <param name="label">The label column; without one, every label is the default of its type.</param>
    /// <param name="createLabelReader">Gives a function that reads the label of the row that the cursor stands on.</param>
    /// <param name="rows">Takes the features.</param>
    /// <param name="added">Is told the label of each row that was added.</param>
    /// <returns>The number of rows left out.</returns>
    /// <exception cref="InvalidOperationException">A row has NaN or an infinity and may not be left out.</exception>
    public long Read<TLabel>(
        IDataView data, DataViewSchema.Column features, DataViewSchema.Column? label,
        Func<DataViewRow, DataViewSchema.Column, Func<TLabel>> createLabelReader, FeatureRows rows, Action<TLabel> added)
    {
        long skipped = 0;
        using DataViewRowCursor cursor = data.GetRowCursor(label is { } active ? [features, active] : [features]);
        ValueGetter<VBuffer<float>> featuresGetter = cursor.GetGetter<VBuffer<float>>(features);
        Func<TLabel> readLabel = label is { } column ? createLabelReader(cursor, column) : () => default!;
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
            added(readLabel());
        }
        if (skipped > 0)
            channel.Warning(MessageSensitivity.None, $"Skipped {skipped} rows with NaN or an infinity in the features column '{features.Name}'.");
        return skipped;
    }

    /// <exception cref="InvalidOperationException">There are no rows, or none is left.</exception>
    public static void CheckThatThereAreRows(FeatureRows rows, long skipped, string featureColumn)
    {
        if (rows.Count == 0)
        {
            throw new InvalidOperationException(skipped == 0
                ? "The training data has no rows."
                : $"The training data has no rows left: all {skipped} have NaN or an infinity in the features column '{featureColumn}'.");
        }
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
        return new InvalidOperationException(
            $"The features column '{features.Name}' has the value {value} in row {position}, {SlotName.Of(features, slot)} (both counted from 0). "
            + "Replace such values with Transforms.ReplaceMissingValues before this trainer, or set the option SkipInvalidRows.");
    }
}
