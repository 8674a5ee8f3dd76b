using TorchSharp.Utils;

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>Normalizes each sample over its last dimensions.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))]
        private Parameter _weight;
        [ComponentName(Name = nameof(bias))]
        private Parameter _bias;

        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device device, ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            this.elementwise_affine = elementwise_affine;
            if (elementwise_affine)
            {
                weight = empty(normalized_shape, dtype, device).AsParameter();
                if (bias)
                    this.bias = empty(normalized_shape, dtype, device).AsParameter();
            }
            reset_parameters();
        }

        public long[] normalized_shape { get; set; }

        public double eps { get; set; }

        public bool elementwise_affine { get; set; }

        public Parameter weight { get => _weight; set => Own(nameof(weight), ref _weight, value); }

        public Parameter bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

        public void reset_parameters()
        {
            if (_weight is not null)
                nn.init.ones_(_weight);
            if (_bias is not null)
                nn.init.zeros_(_bias);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true,
                bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static Modules.LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true,
                bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new(new[] { normalized_shape }, eps, elementwise_affine, bias, device, dtype);
        }
    }
}
