using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors of the same shape, type and place as this one; random values by or into its elements.</summary>
    public partial class Tensor
    {
        public Tensor empty_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            var (type, index) = Place(device);
            var error = Native.tc_empty_like(this, Native.Code(dtype), type, index, out var result);
            return Native.Wrap(error, result).Requiring(requires_grad);
        }

        public Tensor zeros_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            var (type, index) = Place(device);
            var error = Native.tc_zeros_like(this, Native.Code(dtype), type, index, out var result);
            return Native.Wrap(error, result).Requiring(requires_grad);
        }

        public Tensor ones_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            var (type, index) = Place(device);
            var error = Native.tc_ones_like(this, Native.Code(dtype), type, index, out var result);
            return Native.Wrap(error, result).Requiring(requires_grad);
        }

        public Tensor rand_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            var (type, index) = Place(device);
            var error = Native.tc_rand_like(this, Native.Code(dtype), type, index, out var result);
            return Native.Wrap(error, result).Requiring(requires_grad);
        }

        public Tensor randn_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            var (type, index) = Place(device);
            var error = Native.tc_randn_like(this, Native.Code(dtype), type, index, out var result);
            return Native.Wrap(error, result).Requiring(requires_grad);
        }

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            var (type, index) = Place(device);
            var error = Native.tc_full_like(this, value, Native.Code(dtype), type, index, out var result);
            return Native.Wrap(error, result).Requiring(requires_grad);
        }

        public Tensor randint_like(
            long low, long high, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            var (type, index) = Place(device);
            var error = Native.tc_randint_like(this, low, high, Native.Code(dtype), type, index, out var result);
            return Native.Wrap(error, result).Requiring(requires_grad);
        }

        public Tensor multinomial(long num_samples, bool replacement = false, Generator generator = null) =>
            Native.Wrap(Native.tc_multinomial(this, num_samples, replacement, generator, out var result), result);

        public Tensor bernoulli(Generator generator = null) =>
            Native.Wrap(Native.tc_bernoulli(this, generator, out var result), result);

        public Tensor bernoulli_(double p = 0.5, Generator generator = null) =>
            InPlace(Native.tc_bernoulli_(this, p, generator));

        public Tensor bernoulli_(Tensor p, Generator generator = null) =>
            InPlace(Native.tc_bernoulli_tensor_(this, p, generator));

        public Tensor poisson(Generator generator = null) =>
            Native.Wrap(Native.tc_poisson(this, generator, out var result), result);

        public Tensor normal_(double mean = 0, double std = 1, Generator generator = null) =>
            InPlace(Native.tc_normal_(this, mean, std, generator));

        public Tensor uniform_(double from, double to, Generator generator = null) =>
            InPlace(Native.tc_uniform_(this, from, to, generator));

        public Tensor exponential_(double lambda = 1, Generator generator = null) =>
            InPlace(Native.tc_exponential_(this, lambda, generator));

        public Tensor random_(double from, double to, Generator generator = null) =>
            InPlace(Native.tc_random_(this, from, to, generator));

        /// <summary>Negative: where this tensor is.</summary>
        private static (int Type, int Index) Place(Device device) =>
            device is null ? (-1, -1) : ((int)InitializeDevice(device).type, device.index);

        internal Tensor Requiring(bool gradient)
        {
            if (gradient)
                requires_grad = true;
            return this;
        }
    }
}
