using TorchSharp.Utils;

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>x W^T + b.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))]
        private Parameter _weight;
        [ComponentName(Name = nameof(bias))]
        private Parameter _bias;

        internal Linear(long inputSize, long outputSize, bool hasBias, Device device, ScalarType? dtype) : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            weight = empty(new[] { outputSize, inputSize }, dtype, device).AsParameter();
            if (hasBias)
                bias = empty(new[] { outputSize }, dtype, device).AsParameter();
            nn.init.Reset(_weight, _bias);
        }

        internal Linear(Parameter weight, Parameter bias) : base(nameof(Linear))
        {
            (out_features, in_features) = (weight.shape[0], weight.shape[1]);
            this.weight = weight;
            this.bias = bias;
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        public Parameter weight { get => _weight; set => Own(nameof(weight), ref _weight, value); }

        public Parameter bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter bias = null) => new(weight, bias);
        }
    }
}
