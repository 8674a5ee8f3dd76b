using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The number from 0 to 1 by which a row goes into one or the other part of a split: drawn at random, or derived from
/// the row's value in a sampling column.
/// </summary>
/// <param name="Columns">The columns that the number depends on.</param>
/// <param name="Reader">Makes the function that gives the number of the row's current values.</param>
/// <param name="InOrder">Whether the number depends on the order of rows.</param>
internal sealed record SplitNumber(DataViewSchema.Column[] Columns, Func<DataViewRow, Func<double>> Reader, bool InOrder)
{
    public static SplitNumber Create(IHostEnvironment env, IDataView data, string samplingKeyColumn, int? seed)
    {
        if (samplingKeyColumn is null)
        {
            env.SkipSeeds(1);
            return Random((uint)(seed ?? 42));
        }
        DataViewSchema.Column column = data.Schema.GetColumnOrNull(samplingKeyColumn)
            ?? throw env.ExceptSchemaMismatch(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn);
        if (column.Type is KeyDataViewType)
            return new SplitNumber([column], row => RowTests.Number(row, column), false);
        if (column.Type.Equals(NumberDataViewType.Single) || column.Type.Equals(NumberDataViewType.Double))
            return Scaled(data, column);
        var hash = (uint)(seed ?? ValueHash.DefaultSeed);
        if (!ValueHash.Supports(column.Type))
            throw env.ExceptSchemaMismatch(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn, "scalar", column.Type.ToString());
        return new SplitNumber([column], row => ValueHash.Reader(row, column, hash), false);
    }

    private static SplitNumber Random(uint seed) => new([], _ =>
    {
        var random = new TauswortheHybrid(seed);
        return () => random.NextSingle();
    }, true);

    // Real values are spread over the range from the smallest to the largest. The arithmetic is that of the column's own
    // type: at the bounds of folds the last bit decides.
    private static SplitNumber Scaled(IDataView data, DataViewSchema.Column column)
    {
        bool isSingle = column.Type.Equals(NumberDataViewType.Single);
        var scale = new Lazy<(double Min, double Factor)>(() =>
        {
            using DataViewRowCursor cursor = data.GetRowCursor([column]);
            Func<double> value = RowTests.Number(cursor, column);
            double min = double.PositiveInfinity, max = double.NegativeInfinity;
            while (cursor.MoveNext())
            {
                double v = value();
                (min, max) = (v < min ? v : min, v > max ? v : max);
            }
            return (min, max > min ? isSingle ? 1 / ((float)max - (float)min) : 1 / (max - min) : 0);
        });
        return new SplitNumber([column], row =>
        {
            Func<double> value = RowTests.Number(row, column);
            return () => isSingle
                ? ((float)value() - (float)scale.Value.Min) * (float)scale.Value.Factor
                : (value() - scale.Value.Min) * scale.Value.Factor;
        }, false);
    }
}
