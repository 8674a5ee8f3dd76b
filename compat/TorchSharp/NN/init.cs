namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>First values of parameters; every function fills the tensor and gives it back.</summary>
        public static class init
        {
            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            /// <summary>How many inputs an output has, and outputs an input.</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                long field = 1;
                foreach (long size in shape.AsSpan(2))
                    field *= size;
                return (shape[1] * field, shape[0] * field);
            }

            public static Tensor zeros_(Tensor tensor) => Constant(tensor, 0);

            public static Tensor ones_(Tensor tensor) => Constant(tensor, 1);

            public static Tensor constant_(Tensor tensor, Scalar val) => Constant(tensor, val.Real);

            public static Tensor eye_(Tensor tensor)
            {
                Native.Check(Native.tc_init_eye(tensor));
                return tensor;
            }

            /// <summary>As in the original, the numbers come from the default generator whatever is passed.</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null)
            {
                Native.Check(Native.tc_init_uniform(tensor, low, high));
                return tensor;
            }

            /// <summary>As in the original, the numbers come from the default generator whatever is passed.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null)
            {
                Native.Check(Native.tc_init_normal(tensor, mean, std));
                return tensor;
            }

            /// <summary>As in the original, the numbers come from the default generator whatever is passed.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator generator = null)
            {
                Native.Check(Native.tc_init_trunc_normal(tensor, mean, std, a, b));
                return tensor;
            }

            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                Native.Check(Native.tc_init_orthogonal(tensor, gain));
                return tensor;
            }

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                double bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                double bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <summary>The original draws from the uniform distribution of the same variance, and so does this.</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>What linear and convolution layers start from: everything uniform within 1/sqrt(fan in).</summary>
            internal static void Reset(Modules.Parameter weight, Modules.Parameter bias)
            {
                kaiming_uniform_(weight, Math.Sqrt(5));
                if (bias is null)
                    return;
                var (fanIn, _) = CalculateFanInAndFanOut(weight);
                double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
                uniform_(bias, -bound, bound);
            }

            private static Tensor Constant(Tensor tensor, double value)
            {
                Native.Check(Native.tc_init_constant(tensor, value));
                return tensor;
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }
        }
    }
}
