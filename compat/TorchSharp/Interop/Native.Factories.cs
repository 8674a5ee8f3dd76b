using System;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>factories.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_empty(
        ReadOnlySpan<long> sizes, long dims, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_empty_like(
        torch.Tensor self, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_zeros(
        ReadOnlySpan<long> sizes, long dims, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_zeros_like(
        torch.Tensor self, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ones(
        ReadOnlySpan<long> sizes, long dims, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ones_like(
        torch.Tensor self, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_rand(
        ReadOnlySpan<long> sizes, long dims, torch.Generator random, sbyte type, int deviceType, int deviceIndex,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_rand_like(
        torch.Tensor self, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_randn(
        ReadOnlySpan<long> sizes, long dims, torch.Generator random, sbyte type, int deviceType, int deviceIndex,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_randn_like(
        torch.Tensor self, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_full(
        ReadOnlySpan<long> sizes, long dims, Scalar value, sbyte type, int deviceType, int deviceIndex,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_full_like(
        torch.Tensor self, Scalar value, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_randint(
        long low, long high, ReadOnlySpan<long> sizes, long dims, torch.Generator random, sbyte type, int deviceType,
        int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_randint_like(
        torch.Tensor self, long low, long high, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_randperm(
        long n, torch.Generator random, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_arange(
        Scalar start, Scalar stop, Scalar step, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linspace(
        double start, double stop, long steps, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logspace(
        double start, double stop, long steps, double @base, sbyte type, int deviceType, int deviceIndex,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_eye(
        long rows, long columns, sbyte type, int deviceType, int deviceIndex, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_multinomial(
        torch.Tensor self, long count, [MarshalAs(UnmanagedType.U1)] bool replacement, torch.Generator random,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bernoulli(torch.Tensor self, torch.Generator random, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bernoulli_(torch.Tensor self, double p, torch.Generator random);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bernoulli_tensor_(torch.Tensor self, torch.Tensor p, torch.Generator random);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_normal_(torch.Tensor self, double mean, double std, torch.Generator random);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_normal_of(
        torch.Tensor mean, torch.Tensor std, torch.Generator random, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_uniform_(torch.Tensor self, double from, double to, torch.Generator random);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_exponential_(torch.Tensor self, double lambda, torch.Generator random);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_random_(torch.Tensor self, double from, double to, torch.Generator random);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_poisson(torch.Tensor self, torch.Generator random, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_new(ulong seed, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_default(out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_free(IntPtr self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_set_seed(torch.Generator self, ulong seed);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_new_seed(torch.Generator self, out ulong result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_seed(torch.Generator self, out ulong result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_state(torch.Generator self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_generator_set_state(torch.Generator self, torch.Tensor state);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_manual_seed(ulong seed);
}
