using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Reads rows of which some are labelled with a normal class, and refuses what can't be trained on, before any training starts.</summary>
/// <param name="labelColumn">The class column.</param>
/// <param name="featureColumn">The features column.</param>
/// <param name="skipInvalidRows">Whether to leave out rows with NaN or an infinity instead of refusing the data.</param>
/// <param name="maximumRows">The largest number of training rows; null takes as many as 2 GB hold. Labelled rows are kept before all others.</param>
/// <param name="sampling">Chooses the unlabelled rows that are kept.</param>
/// <param name="channel">Is told how many rows were left out.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class ClassRowsReader(
    string labelColumn, string featureColumn, bool skipInvalidRows, int? maximumRows, Random sampling, IChannel channel, CancellationToken cancellation)
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The rows can't be trained on; the message says why.</exception>
    public ClassRows Read(IDataView input)
    {
        DataViewSchema.Column features = ColumnCheck.Features(input.Schema, featureColumn, nameof(input));
        DataViewSchema.Column label = ColumnCheck.ClassLabel(input.Schema, labelColumn, nameof(input));
        var rows = new FeatureRows(((VectorDataViewType)features.Type).Size);
        var range = new FeatureRange(rows.Width);
        var unlabelled = new RowReservoir(rows, maximumRows, sampling);
        int labelled = 0;
        var classes = new SortedDictionary<long, List<int>>();
        long skipped = new FeatureColumnReader(skipInvalidRows, channel, cancellation).Read(
            input, features, label, ClassLabelReader.Create, rows,
            value =>
            {
                int row = rows.Count - 1;
                range.Add(rows[row]);
                if (value < 0)
                {
                    unlabelled.Offer();
                    return;
                }
                if (!classes.TryGetValue(value, out List<int>? members))
                    classes[value] = members = [];
                members.Add(row);
                labelled++;
            });
        Check(rows, skipped, classes.Count, label);
        range.CheckThatSomethingVaries(featureColumn);
        Func<long, string> name = ClassLabelReader.Names(label);
        return new ClassRows(
            rows, unlabelled.Kept(labelled, channel), [.. classes.Keys.Select(name)], [.. classes.Values.Select(members => members.ToArray())], range.Minimum, range.Maximum);
    }

    private void Check(FeatureRows rows, long skipped, int classes, DataViewSchema.Column label)
    {
        FeatureColumnReader.CheckThatThereAreRows(rows, skipped, featureColumn);
        if (classes < 2)
        {
            throw new InvalidOperationException(
                $"The label column '{label.Name}' labels rows of {classes} {(classes == 1 ? "class" : "classes")} among {rows.Count} rows. This trainer needs labelled rows of at "
                + $"least two normal classes; the column is of type {label.Type}, and may be {ClassLabelReader.Conventions}.");
        }
    }
}
