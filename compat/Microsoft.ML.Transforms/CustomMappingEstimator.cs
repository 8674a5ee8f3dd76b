using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that user code computes.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(
        IHostEnvironment env,
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(CustomMappingEstimator<TSrc, TDst>)),
            new CustomMappingTransformer<TSrc, TDst>(env, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name);
        foreach (MemberColumn member in Transformer.InputColumns)
            CheckInput(columns, member);
        foreach (SchemaShape.Column added in SchemaShape.Create(MemberColumn.Schema(Transformer.AddedColumns)))
            columns[added.Name] = added;
        return new SchemaShape(columns.Values);
    }

    // A member that takes vectors of any size also takes those of known size.
    private static void CheckInput(Dictionary<string, SchemaShape.Column> inputSchema, MemberColumn member)
    {
        if (!inputSchema.TryGetValue(member.Name, out SchemaShape.Column column))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", member.Name);
        SchemaShape.GetColumnTypeShape(member.Type, out SchemaShape.Column.VectorKind kind, out DataViewType itemType, out bool isKey);
        bool sameKind = kind == column.Kind
            || (kind == SchemaShape.Column.VectorKind.VariableVector && column.Kind == SchemaShape.Column.VectorKind.Vector);
        if (!itemType.Equals(column.ItemType) || isKey != column.IsKey || !sameKind)
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", member.Name, member.Type.ToString(), column.GetTypeString());
    }
}
