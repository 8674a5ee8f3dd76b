using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers the values of columns, from 1 in the order of occurrence or of the values.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    internal const int DefaultMaximumNumberOfKeys = 1000000;
    internal const KeyOrdinality DefaultOrdinality = KeyOrdinality.ByOccurrence;

    private readonly IHost _host;
    private readonly Column[] _columns;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, Column[] columns, IDataView keyData = null)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register(nameof(ValueToKeyMappingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        if (keyData != null && keyData.Schema.Count != 1)
            throw _host.ExceptParam(nameof(keyData), $"If specified, this data view should contain only a single column containing the terms to map, but this had {keyData.Schema.Count} columns.");
        _columns = columns;
        _keyData = keyData;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    /// <summary>How one column is mapped.</summary>
    internal sealed record Column(string Name, string InputName, int MaximumNumberOfKeys, KeyOrdinality Ordinality, bool TextKeyValues);

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new ValueToKeyMappingTransformer(_host, _columns, KeyTraining.Train(_host, input, _columns, _keyData));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name);
        foreach (Column column in _columns)
        {
            if (!inputSchema.TryFindColumn(column.InputName, out SchemaShape.Column input) || !input.ItemType.IsStandardScalar())
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputName);

            // Keys of keys have the values of the first keys, if these have any.
            if (!input.IsKey || !input.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out SchemaShape.Column keyValues)
                || keyValues.Kind != SchemaShape.Column.VectorKind.Vector)
                keyValues = new SchemaShape.Column(AnnotationUtils.Kinds.KeyValues, SchemaShape.Column.VectorKind.Vector,
                    column.TextKeyValues ? TextDataViewType.Instance : input.ItemType, input.IsKey);

            SchemaShape.Column[] annotations = input.Annotations.TryFindColumn(AnnotationUtils.Kinds.SlotNames, out SchemaShape.Column slotNames)
                ? [slotNames, keyValues]
                : [keyValues];
            columns[column.Name] = new SchemaShape.Column(column.Name, input.Kind, NumberDataViewType.UInt32, true, new SchemaShape(annotations));
        }
        return new SchemaShape(columns.Values);
    }
}
