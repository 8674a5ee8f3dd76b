using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>A view over objects, whose public fields and properties are the columns.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        _env.CheckValue(data, nameof(data));
        return new EnumerableDataView<TRow>(_env, data, schemaDefinition);
    }

    /// <summary>The same, with types and annotations from a schema.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckValue(schema, nameof(schema));
        return new EnumerableDataView<TRow>(_env, data, SchemaDefinition.For(typeof(TRow), schema));
    }

    /// <summary>The rows of a view as objects; one and the same object each time if it is to be reused.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        _env.CheckValue(data, nameof(data));
        _env.SkipSeeds(1);
        RowBinding<TRow> binding = RowBinding<TRow>.Create(data.Schema, ignoreMissingColumns, schemaDefinition);
        return Rows();

        IEnumerable<TRow> Rows()
        {
            using DataViewRowCursor cursor = data.GetRowCursor(binding.Columns);
            Action<TRow> fill = binding.Bind(cursor);
            TRow row = null;
            while (cursor.MoveNext())
            {
                if (row is null || !reuseRowObject)
                    row = new TRow();
                fill(row);
                yield return row;
            }
        }
    }

    /// <summary>Keeps the values of a view in memory once they have been read.</summary>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        _env.CheckValue(input, nameof(input));
        return new CacheDataView(_env, input, (columnsToPrefetch ?? []).Select(name => input.Schema.TryGetColumnIndex(name, out int index)
            ? index
            : throw _env.ExceptSchemaMismatch(nameof(columnsToPrefetch), "prefetch", name)).ToArray());
    }

    /// <summary>The rows with a value from <paramref name="lowerBound"/> up to, not including, <paramref name="upperBound"/>.</summary>
    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckNonEmpty(columnName, nameof(columnName));
        _env.CheckParam(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        DataViewSchema.Column column = input.Schema[columnName];
        if (column.Type is not NumberDataViewType)
            throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "number", column.Type.ToString());
        if (!RowTests.HasMissing(column.Type))
            throw _env.ExceptUserArg("Column", $"Column '{columnName}' does not have compatible type");
        return InRange(input, column, v => lowerBound <= v && v < upperBound);
    }

    /// <summary>The rows whose keys lie in a part of the range of keys, which is 0 to 1.</summary>
    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckNonEmpty(columnName, nameof(columnName));
        _env.CheckParam(lowerBound is >= 0 and <= 1, nameof(lowerBound), "Must be in [0, 1]");
        _env.CheckParam(upperBound is >= 0 and <= 1, nameof(upperBound), "Must be in [0, 1]");
        _env.CheckParam(lowerBound <= upperBound, nameof(upperBound), "Must be no less than lowerBound");
        DataViewSchema.Column column = input.Schema[columnName];
        if (column.Type is not KeyDataViewType)
            throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "KeyType", column.Type.ToString());
        return InRange(input, column, v => lowerBound <= v && v < upperBound);
    }

    /// <summary>The rows without a missing value in any of the columns.</summary>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(columns is { Length: > 0 }, nameof(columns));
        DataViewSchema.Column[] tested = columns.Select(name => input.Schema.GetColumnOrNull(name)
            ?? throw _env.ExceptUserArg("Columns", $"Source column '{name}' not found")).ToArray();
        if (tested.GroupBy(c => c.Index).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw _env.ExceptUserArg("Columns", $"Source column '{twice.First().Name}' specified multiple times");
        if (tested.Where(c => !RowTests.HasMissing(c.Type)).ToArray() is { Length: > 0 } unfit)
            throw _env.ExceptUserArg("Columns", $"Column '{unfit[0].Name}' has type {unfit[0].Type} which does not support missing values, so we cannot filter on them");
        return new RowFilter(_env.Register("MissingValueFilter"), input, tested, RowTests.NothingMissing(tested));
    }

    /// <summary>The rows in random order.</summary>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        IHost host = _env.Register("Shuffle");
        return new ShuffledView(host, input, seed ?? host.Rand.Next(), shufflePoolSize, shuffleSource);
    }

    /// <summary>All rows but the first ones.</summary>
    public IDataView SkipRows(IDataView input, long count) => Run(input, count, skip: count, take: long.MaxValue);

    /// <summary>The first rows.</summary>
    public IDataView TakeRows(IDataView input, long count) => Run(input, count, skip: 0, take: count);

    private SkipTakeView Run(IDataView input, long count, long skip, long take)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeView(_env.Register("SkipTakeFilter"), input, skip, take);
    }

    private RowFilter InRange(IDataView input, DataViewSchema.Column column, Func<double, bool> accepts) =>
        new(_env.Register("RangeFilter"), input, [column], row =>
        {
            Func<double> value = RowTests.Number(row, column);
            return () => accepts(value());
        });
}
