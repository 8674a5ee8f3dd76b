using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns categories into vectors: first values into keys, then keys into vectors.</summary>
public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    internal const OutputKind DefaultOutputKind = OutputKind.Indicator;

    private readonly ValueToKeyMappingEstimator _toKeys;

    // Null when the output are the keys.
    private readonly IEstimator<ITransformer> _toVectors;

    internal OneHotEncodingEstimator(IHostEnvironment env, ValueToKeyMappingEstimator.Column[] columns, OutputKind outputKind, IDataView keyData)
    {
        Contracts.CheckValue(env, nameof(env));
        IHost host = env.Register(nameof(OneHotEncodingEstimator));
        _toKeys = new ValueToKeyMappingEstimator(host, columns, keyData);
        _toVectors = outputKind switch
        {
            OutputKind.Key => null,
            OutputKind.Binary => new KeyToBinaryVectorMappingEstimator(host, columns.Select(c => (c.Name, c.Name)).ToArray()),
            OutputKind.Indicator or OutputKind.Bag => new KeyToVectorMappingEstimator(host,
                columns.Select(c => new KeyToVectorMappingEstimator.Column(c.Name, c.Name, outputKind == OutputKind.Bag)).ToArray()),
            _ => throw host.ExceptUserArg(nameof(outputKind)),
        };
    }

    /// <summary>What the categories become.</summary>
    public enum OutputKind : byte
    {
        /// <summary>A vector of counts.</summary>
        Bag = 1,

        /// <summary>A one in the slot of the category.</summary>
        Indicator = 2,

        /// <summary>The key.</summary>
        Key = 3,

        /// <summary>The bits of the key's index.</summary>
        Binary = 4,
    }

    public OneHotEncodingTransformer Fit(IDataView input) =>
        new(_toVectors == null ? new TransformerChain<ITransformer>(_toKeys.Fit(input)) : _toKeys.Append(_toVectors).Fit(input));

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape keys = _toKeys.GetOutputSchema(inputSchema);
        return _toVectors == null ? keys : _toVectors.GetOutputSchema(keys);
    }
}
