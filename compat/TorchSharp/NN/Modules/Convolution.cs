using TorchSharp.Utils;

namespace TorchSharp
{
    /// <summary>What stands outside the input's border.</summary>
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    /// <summary>Padding by its effect: none, or as much as keeps the size.</summary>
    public enum Padding
    {
        Valid = 0,
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>What convolutions and transposed convolutions of any dimension have in common.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))]
        protected Parameter _weight;
        [ComponentName(Name = nameof(bias))]
        protected Parameter _bias;

        /// <summary>The padding as functional.pad wants it: last dimension first, before and after.</summary>
        protected long[] _reversed_padding_repeated_twice;

        protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding,
            Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias,
            PaddingModes padding_mode, Device device = null, ScalarType? dtype = null) : base(name)
        {
            if (transposed && padding_mode != PaddingModes.Zeros)
                throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));

            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.dilation = dilation;
            this.transposed = transposed;
            this.output_padding = output_padding;
            this.groups = groups;
            this.padding_mode = padding_mode;
            if (padding_type.HasValue)
                SetPadding(padding_type.Value);
            else
                SetPadding(padding ?? new long[kernel_size.Length]);

            var (outer, inner) = transposed ? (in_channels, out_channels / groups) : (out_channels, in_channels / groups);
            weight = empty(new[] { outer, inner }.Concat(kernel_size).ToArray(), dtype, device).AsParameter();
            if (bias)
                this.bias = empty(new[] { out_channels }, dtype, device).AsParameter();
            reset_parameters();
        }

        public long in_channels { get; }

        public long out_channels { get; }

        public long[] kernel_size { get; set; }

        public long[] stride { get; set; }

        public long[] padding { get; private set; }

        public Padding? padding_type { get; private set; }

        public long[] dilation { get; set; }

        public bool transposed { get; }

        public long[] output_padding { get; set; }

        public long groups { get; set; }

        public PaddingModes padding_mode { get; set; }

        public Parameter weight { get => _weight; set => Own(nameof(weight), ref _weight, value); }

        public Parameter bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

        public void reset_parameters() => nn.init.Reset(_weight, _bias);

        public void SetPadding(long[] padding)
        {
            padding_type = null;
            this.padding = padding;
            _reversed_padding_repeated_twice = Enumerable.Reverse(padding).SelectMany(size => new[] { size, size }).ToArray();
        }

        public void SetPadding(Padding padding)
        {
            if (transposed)
                throw new ArgumentException("Cannot set padding type on ConvTransposeND");
            if (padding == Padding.Same && stride.Any(step => step != 1))
                throw new ArgumentException("padding='same' is not supported for strided convolutions");

            padding_type = padding;
            this.padding = null;
            _reversed_padding_repeated_twice = Enumerable.Range(0, kernel_size.Length).Reverse().SelectMany(i =>
            {
                long total = padding == Padding.Same ? dilation[i] * (kernel_size[i] - 1) : 0;
                return new[] { total / 2, total - total / 2 };
            }).ToArray();
        }

        /// <summary>Whether the input has the channels of this layer, with or without a batch before them.</summary>
        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var shape = input.shape;
            return (shape.Length == dimensions + 2 && shape[1] == in_channels)
                || (shape.Length == dimensions + 1 && shape[0] == in_channels);
        }
    }
}
