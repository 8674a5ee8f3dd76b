namespace TorchSharp.Modules
{
    using static torch;

    public abstract class BatchNorm : NormBase
    {
        public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device,
            ScalarType? dtype, string name) : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        /// <summary>
        /// Normalizes by the batch's statistics in training, or where no running ones are kept; by the running ones else.
        /// </summary>
        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            double factor = momentum ?? 0;
            if (training && track_running_stats)
            {
                num_batches_tracked.add_(1);
                factor = momentum ?? 1 / num_batches_tracked.ToDouble();
            }

            bool byBatch = training || (running_mean is null && running_var is null);
            bool running = !training || track_running_stats;
            return nn.functional.batch_norm(input, running ? running_mean : null, running ? running_var : null, weight, bias,
                byBatch, factor, eps);
        }
    }

    /// <summary>Over rows of features, or over sequences of them.</summary>
    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim is not (2 or 3))
                throw new ArgumentException($"expected 2D or 3D input, but got {input.ndim}D input.");
        }
    }

    /// <summary>Over the channels of images.</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim != 4)
                throw new ArgumentException($"expected 4D input, but got {input.ndim}D input.");
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static Modules.BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
