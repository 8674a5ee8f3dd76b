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
        var result = new TrainingRows(rows, read.Others(), [.. read.Anomalies], read.Range.Minimum, read.Range.Maximum);
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
        part.Skipped = new FeatureColumnReader(skipInvalidRows, channel, cancellation).Read(
            data, features, label, LabelReader.Create, rows, value => part.Add(rows[rows.Count - 1], value == RowLabel.Anomaly));
        return part;
    }

    private void Check(FeatureRows rows, Part read, DataViewSchema.Column label)
    {
        FeatureColumnReader.CheckThatThereAreRows(rows, read.Skipped, featureColumn);
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
        // Labels the wrong way round, as MapValueToKey gives them where the first row is an anomaly.
        if (read.Anomalies.Count > read.Count / 2)
        {
            channel.Warning(
                MessageSensitivity.None,
                $"The labelled anomalies are the majority: the label column '{label.Name}' marks {read.Anomalies.Count} of {rows.Count} rows. It is of type {label.Type}, of which "
                + $"{LabelReader.Convention(label.Type)}. If that is the wrong way round: MapValueToKey numbers values as they occur; give it the values in order, or keyOrdinality: ByValue.");
        }
        read.Range.CheckThatSomethingVaries(featureColumn);
    }

    /// <summary>What was read of one data view.</summary>
    /// <param name="first">The number of its first row.</param>
    /// <param name="width">Number of features.</param>
    private sealed class Part(int first, int width)
    {
        public int Count { get; private set; }

        /// <summary>Row numbers, ascending.</summary>
        public List<int> Anomalies { get; } = [];

        public FeatureRange Range { get; } = new(width);

        public long Skipped { get; set; }

        public void Add(ReadOnlySpan<float> row, bool isAnomaly)
        {
            Range.Add(row);
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
