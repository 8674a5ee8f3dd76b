using System;

namespace TorchSharp;

/// <summary>Random integers, permutations and draws.</summary>
public static partial class torch
{
    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null)
    {
        device = InitializeDevice(device);
        var error = Native.tc_randint(low, high, size, size.Length, generator, (sbyte)(dtype ?? ScalarType.Int64),
            (int)device.type, device.index, out var result);
        return Finish(error, result, requires_grad, names);
    }

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(low, high, Array.ConvertAll(size, n => (long)n), dtype, device, requires_grad, generator, names);

    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false) =>
        input.randint_like(low, high, dtype, device, requires_grad);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null)
    {
        device = InitializeDevice(device);
        var error = Native.tc_randperm(n, generator, (sbyte)(dtype ?? ScalarType.Int64), (int)device.type, device.index,
            out var result);
        return Finish(error, result, requires_grad, null);
    }

    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false,
        Generator generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    public static Tensor bernoulli(Tensor input, Generator generator = null) => input.bernoulli(generator);

    public static Tensor poisson(Tensor input, Generator generator = null) => input.poisson(generator);
}
