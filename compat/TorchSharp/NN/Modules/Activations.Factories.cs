namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);

        public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

        public static Modules.ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

        public static Modules.SELU SELU(bool inplace = false) => new(inplace);

        public static Modules.GELU GELU() => new(false);

        public static Modules.GELU GELU(bool inplace) => new(inplace);

        public static Modules.SiLU SiLU() => new(false);

        public static Modules.SiLU SiLU(bool inplace) => new(inplace);

        public static Modules.Tanh Tanh() => new(false);

        public static Modules.Tanh Tanh(bool inplace = false) => new(inplace);

        public static Modules.Sigmoid Sigmoid() => new(false);

        public static Modules.Sigmoid Sigmoid(bool inplace) => new(inplace);

        public static Modules.LogSigmoid LogSigmoid() => new();

        public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

        public static Modules.Softmax Softmax(long dim) => new(dim);

        public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);
    }
}
