using TorchSharp.Utils;

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>A table of vectors, looked up by index.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long _paddingIndex;
        private readonly double _maxNorm, _normType;
        private readonly bool _scaleGradByFreq, _sparse;

        [ComponentName(Name = nameof(weight))]
        private Parameter _weight;

        internal Embedding(Parameter table, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
            : base(nameof(Embedding))
        {
            _paddingIndex = padding_idx is { } index && index < 0 ? table.shape[0] + index : padding_idx ?? -1;
            (_maxNorm, _normType) = (max_norm ?? 0, norm_type);
            (_scaleGradByFreq, _sparse) = (scale_grad_by_freq, sparse);
            weight = table;
        }

        public Parameter weight { get => _weight; set => Own(nameof(weight), ref _weight, value); }

        public override Tensor forward(Tensor input) =>
            Native.Wrap(Native.tc_nn_embedding(_weight, input, _paddingIndex, _maxNorm, _normType, _scaleGradByFreq, _sparse, out var result), result);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Standard normal vectors; the padding vector is zero.</summary>
            public static Modules.Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null,
                double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null)
            {
                var table = init.normal_(empty(new[] { num_embeddings, embedding_dims }, dtype, device));
                if (padding_idx is { } index)
                {
                    using var row = table.select(0, index);
                    init.zeros_(row);
                }
                return new(table.AsParameter(), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }
        }
    }
}
