using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Brings the slots of numeric columns to a common scale.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    internal const long DefaultMaximumExampleCount = 1000000000;

    private readonly IHost _host;
    private readonly Column[] _columns;

    internal NormalizingEstimator(IHostEnvironment env, params Column[] columns)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register(nameof(NormalizingEstimator));
        _host.CheckValue(columns, nameof(columns));
        _columns = columns;
    }

    internal enum Method
    {
        MinMax,
        MeanVariance,
        CumulativeNormal,
    }

    /// <summary>How one column is to be normalized, and on how many rows that is learnt.</summary>
    internal sealed record Column(string Name, string InputName, Method Method, long MaximumExampleCount, bool FixZero);

    public NormalizingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return NormalizerTraining.Train(_host, input, _columns);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name);
        foreach (Column column in _columns)
        {
            if (!inputSchema.TryFindColumn(column.InputName, out SchemaShape.Column input))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputName);
            if (input.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputName, "known-size vector or scalar", input.GetTypeString());
            if (!input.ItemType.Equals(NumberDataViewType.Single) && !input.ItemType.Equals(NumberDataViewType.Double))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputName, "vector or scalar of Single or Double", input.GetTypeString());

            var annotations = new List<SchemaShape.Column>
            {
                new(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false),
            };
            if (input.Annotations.TryFindColumn(AnnotationUtils.Kinds.SlotNames, out SchemaShape.Column slotNames))
                annotations.Add(slotNames);
            columns[column.Name] = new SchemaShape.Column(column.Name, input.Kind, input.ItemType, input.IsKey, new SchemaShape(annotations));
        }
        return new SchemaShape(columns.Values);
    }
}
