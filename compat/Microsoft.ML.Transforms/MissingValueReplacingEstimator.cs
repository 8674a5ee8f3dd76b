using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Replaces NaN in columns.</summary>
public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    internal const ReplacementMode DefaultMode = ReplacementMode.DefaultValue;

    private readonly IHost _host;
    private readonly Column[] _columns;

    internal MissingValueReplacingEstimator(IHostEnvironment env, params Column[] columns)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register(nameof(MissingValueReplacingEstimator));
        _host.CheckValue(columns, nameof(columns));
        _columns = columns;
    }

    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,
        Mode = 5,
    }

    /// <summary>How one column is filled: slot by slot, or with one value for the whole vector.</summary>
    internal sealed record Column(string Name, string InputName, ReplacementMode Mode, bool ImputeBySlot);

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return MissingValueReplacingTransformer.Train(_host, input, _columns);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name);
        foreach (Column column in _columns)
        {
            if (!inputSchema.TryFindColumn(column.InputName, out SchemaShape.Column input))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputName);
            MissingValueReplacingTransformer.CheckHasMissing(_host, nameof(inputSchema), input.ItemType);
            var annotations = new List<SchemaShape.Column>();
            foreach (string kind in new[] { AnnotationUtils.Kinds.SlotNames, AnnotationUtils.Kinds.IsNormalized })
                if (input.Annotations.TryFindColumn(kind, out SchemaShape.Column annotation))
                    annotations.Add(annotation);
            columns[column.Name] = new SchemaShape.Column(column.Name, input.Kind, input.ItemType, false, new SchemaShape(annotations));
        }
        return new SchemaShape(columns.Values);
    }
}
