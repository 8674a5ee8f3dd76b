using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Converts columns to another item type.</summary>
public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal const DataKind DefaultOutputKind = DataKind.Single;

    internal TypeConvertingEstimator(IHostEnvironment env, params Column[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(TypeConvertingEstimator)), new TypeConvertingTransformer(env, columns))
    {
    }

    internal sealed record Column(string Name, string InputName, DataKind OutputKind);

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name);
        foreach (Column column in Transformer.Columns)
        {
            if (!inputSchema.TryFindColumn(column.InputName, out SchemaShape.Column input))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputName);
            PrimitiveDataViewType type = TypeConvertingTransformer.OutputItemType(input.ItemType, column.OutputKind);
            if (Conversions.GetOrNull(input.ItemType, type) == null)
                throw Host.ExceptParam(nameof(inputSchema), $"Don't know how to convert {column.InputName} into {type}");
            columns[column.Name] = new SchemaShape.Column(column.Name, input.Kind, type, false, input.Annotations);
        }
        return new SchemaShape(columns.Values);
    }
}
