using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Collects the values that become keys, in one pass for all columns.</summary>
internal static class KeyTraining
{
    public static TermMap[] Train(IHost host, IDataView input, ValueToKeyMappingEstimator.Column[] columns, IDataView keyData)
    {
        using IChannel channel = host.Start("Training");
        DataViewSchema.Column[] sources = columns.Select(c => KeyInput(host, input.Schema, c.InputName)).ToArray();
        TermMap[] maps = keyData == null
            ? Learn(input, columns, sources)
            : FromKeyData(host, keyData, columns, sources);
        for (int i = 0; i < maps.Length; i++)
            if (maps[i].Count == 0)
                channel.Warning($"Term map for output column '{columns[i].Name}' contains no entries.");
        return maps;
    }

    /// <summary>The column to map; throws if it is missing or of a type that has no keys.</summary>
    public static DataViewSchema.Column KeyInput(IHost host, DataViewSchema inputSchema, string name)
    {
        DataViewSchema.Column column = inputSchema.GetColumnOrNull(name) ?? throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
        DataViewType itemType = column.Type.GetItemType();
        if (itemType is not KeyDataViewType && !itemType.IsStandardScalar())
            throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", name, "standard type or a vector of standard type", column.Type.ToString());
        return column;
    }

    private static TermMap[] Learn(IDataView input, ValueToKeyMappingEstimator.Column[] columns, DataViewSchema.Column[] sources)
    {
        foreach (ValueToKeyMappingEstimator.Column column in columns)
            Contracts.CheckUserArg(column.MaximumNumberOfKeys > 0, "MaxNumTerms", "Must be positive");
        using DataViewRowCursor cursor = input.GetRowCursor(sources);
        Collector[] collectors = columns.Select((c, i) => Collector.Create(cursor, sources[i], c.MaximumNumberOfKeys)).ToArray();
        bool wantsMore = true;
        while (wantsMore && cursor.MoveNext())
        {
            wantsMore = false;
            foreach (Collector collector in collectors)
                wantsMore |= collector.ProcessRow();
        }
        return collectors.Select((c, i) => c.Finish(columns[i].Ordinality)).ToArray();
    }

    private static TermMap[] FromKeyData(IHost host, IDataView keyData, ValueToKeyMappingEstimator.Column[] columns, DataViewSchema.Column[] sources)
    {
        DataViewSchema.Column terms = keyData.Schema[0];
        for (int i = 0; i < columns.Length; i++)
            if (!terms.Type.Equals(sources[i].Type.GetItemType()))
                throw host.ExceptUserArg(nameof(keyData), $"Input data's column must be of type '{sources[i].Type.GetItemType()}' but was '{terms.Type}'");

        using DataViewRowCursor cursor = keyData.GetRowCursor([terms]);
        Collector collector = Collector.Create(cursor, terms, int.MaxValue);
        while (cursor.MoveNext())
            collector.ProcessRow();
        TermMap map = collector.Finish(columns[0].Ordinality);
        return columns.Select(_ => map).ToArray();
    }

    private abstract class Collector
    {
        public static Collector Create(DataViewRow row, DataViewSchema.Column column, int limit) =>
            TypedCall.Invoke<Collector>(Create<int>, column.Type.GetItemType().RawType, row, column, limit);

        private static Collector Create<T>(DataViewRow row, DataViewSchema.Column column, int limit) => new Collector<T>(row, column, limit);

        /// <summary>Takes the values of the current row; false when there are as many as allowed.</summary>
        public abstract bool ProcessRow();

        public abstract TermMap Finish(ValueToKeyMappingEstimator.KeyOrdinality ordinality);
    }

    private sealed class Collector<T>(DataViewRow row, DataViewSchema.Column column, int limit) : Collector
    {
        private readonly ValueGetter<VBuffer<T>> _getter = NormalizerFunction.SlotGetter<T>(row, column);
        private readonly Predicate<T> _isMissing = Conversions.IsMissing<T>(column.Type.GetItemType());
        private readonly HashSet<T> _seen = new(TermMap.Comparer<T>());
        private readonly List<T> _terms = [];
        private VBuffer<T> _values;

        public override bool ProcessRow()
        {
            if (_terms.Count >= limit)
                return false;
            _getter(ref _values);
            foreach ((_, T value) in _values.Items(all: true))
            {
                if (_isMissing(value) || _seen.Contains(value))
                    continue;
                T own = TermMap.Copy(value);
                _seen.Add(own);
                _terms.Add(own);
                if (_terms.Count >= limit)
                    return false;
            }
            return true;
        }

        public override TermMap Finish(ValueToKeyMappingEstimator.KeyOrdinality ordinality)
        {
            if (ordinality == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
                _terms.Sort(TermMap.Order<T>());
            return new TermMap<T>((PrimitiveDataViewType)column.Type.GetItemType(), _terms.ToArray());
        }
    }
}
