using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Reads the training data in one pass and refuses what can't be trained on, before any training starts.</summary>
/// <param name="labelColumn">The label column.</param>
/// <param name="featureColumn">The features column.</param>
/// <param name="skipInvalidRows">Whether to leave out rows with NaN or an infinity instead of refusing the data.</param>
/// <param name="maximumRows">The largest number of training rows; null takes as many as 2 GB hold. Labelled rows are kept before all others.</param>
/// <param name="sampling">Chooses the unlabelled rows that are kept.</param>
/// <param name="channel">Is told how many rows were left out.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class TrainingRowsReader(
    string labelColumn, string featureColumn, bool skipInvalidRows, int? maximumRows, Random sampling, IChannel channel, CancellationToken cancellation)
{
    /// <summary>Whether data without labelled anomalies are refused. Default true.</summary>
    public bool NeedsAnomalies { get; init; } = true;

    /// <param name="input">The training data.</param>
    /// <param name="validation">The validation data; null where there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The rows can't be trained on; the message says why.</exception>
    public TrainingRows Read(IDataView input, IDataView? validation)
    {
        DataViewSchema.Column features = ColumnCheck.Features(input.Schema, featureColumn, nameof(input));
        DataViewSchema.Column? label = FindLabel(input, nameof(input));
        int width = Width(features);
        CheckValidationColumns(validation, width);
        var rows = new FeatureRows(width);
        Part read = ReadPart(input, features, label, rows, new RowReservoir(rows, maximumRows, sampling));
        Check(rows, read, label);
        var result = new TrainingRows(rows, read.Others(channel), [.. read.Anomalies], read.Range.Minimum, read.Range.Maximum);
        if (validation is null)
            return result;

        features = ColumnCheck.Features(validation.Schema, featureColumn, nameof(validation));
        label = FindLabel(validation, nameof(validation));
        Part held = ReadPart(validation, features, label, rows, new RowReservoir(rows, int.MaxValue, sampling));
        if (held.Count == held.Anomalies.Count)
            throw new InvalidOperationException("The validation data has no rows that are not anomalies.");
        return result with { ValidationNormals = held.Others(channel), ValidationAnomalies = [.. held.Anomalies] };
    }

    // A trainer that needs no labels may have no label column.
    private DataViewSchema.Column? FindLabel(IDataView data, string parameter) =>
        labelColumn == "" ? null : ColumnCheck.Label(data.Schema, labelColumn, parameter);

    private static int Width(DataViewSchema.Column features) => ((VectorDataViewType)features.Type).Size;

    private void CheckValidationColumns(IDataView? validation, int width)
    {
        if (validation is null)
            return;
        int found = Width(ColumnCheck.Features(validation.Schema, featureColumn, nameof(validation)));
        FindLabel(validation, nameof(validation));
        if (found != width)
        {
            throw new ArgumentOutOfRangeException(nameof(validation),
                $"The features column '{featureColumn}' has {width} slots in the training data but {found} in the validation data.");
        }
    }

    private Part ReadPart(IDataView data, DataViewSchema.Column features, DataViewSchema.Column? label, FeatureRows rows, RowReservoir reservoir)
    {
        var part = new Part(rows, reservoir);
        part.Skipped = new FeatureColumnReader(skipInvalidRows, channel, cancellation).Read(
            data, features, label, LabelReader.Create, rows, part.Add);
        return part;
    }

    private void Check(FeatureRows rows, Part read, DataViewSchema.Column? label)
    {
        FeatureColumnReader.CheckThatThereAreRows(rows, read.Skipped, featureColumn);
        if (label is { } column)
            CheckLabels(rows, read, column);
        else if (read.Count < 2)
            throw new InvalidOperationException("The training data has one row. This trainer needs at least two.");
        read.Range.CheckThatSomethingVaries(featureColumn);
    }

    private void CheckLabels(FeatureRows rows, Part read, DataViewSchema.Column label)
    {
        if (NeedsAnomalies && read.Anomalies.Count == 0)
        {
            throw new InvalidOperationException(
                $"The label column '{label.Name}' marks no row as an anomaly among {read.Count}. This trainer needs at least one labelled anomaly; "
                + $"the column is of type {label.Type}, of which {LabelReader.Convention(label.Type)}.");
        }
        if (read.Count - read.Anomalies.Count < 2)
        {
            throw new InvalidOperationException(
                $"The label column '{label.Name}' marks {read.Anomalies.Count} of {read.Count} rows as anomalies. This trainer needs at least two rows "
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
    }

    /// <summary>What was read of one data view.</summary>
    /// <param name="rows">Takes the rows.</param>
    /// <param name="reservoir">Takes those that are unlabelled.</param>
    private sealed class Part(FeatureRows rows, RowReservoir reservoir)
    {
        private readonly List<int> _normals = [];

        /// <summary>The number of rows read.</summary>
        public long Count { get; private set; }

        /// <summary>Row numbers, ascending.</summary>
        public List<int> Anomalies { get; } = [];

        public FeatureRange Range { get; } = new(rows.Width);

        public long Skipped { get; set; }

        /// <summary>Takes the row that was added last.</summary>
        public void Add(RowLabel label)
        {
            int row = rows.Count - 1;
            Range.Add(rows[row]);
            Count++;
            if (label == RowLabel.Anomaly)
                Anomalies.Add(row);
            else if (label == RowLabel.Normal)
                _normals.Add(row);
            else
                reservoir.Offer();
        }

        /// <summary>The numbers of the rows that are no labelled anomalies, ascending.</summary>
        public int[] Others(IChannel channel)
        {
            int[] kept = reservoir.Kept(Anomalies.Count + _normals.Count, channel);
            if (_normals.Count == 0)
                return kept;
            int[] others = [.. kept, .. _normals];
            Array.Sort(others);
            return others;
        }
    }
}
