using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The same elements in another shape, mostly without copying them.</summary>
    public partial class Tensor
    {
        public Tensor alias() => Native.Wrap(Native.tc_alias(this, out var result), result);

        public Tensor clone() => Native.Wrap(Native.tc_clone(this, out var result), result);

        public Tensor contiguous() => Native.Wrap(Native.tc_contiguous(this, out var result), result);

        public Tensor view(params long[] shape) =>
            Native.Wrap(Native.tc_view(this, shape, shape.Length, out var result), result);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) =>
            Native.Wrap(Native.tc_reshape(this, shape, shape.Length, out var result), result);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) =>
            Native.Wrap(Native.tc_flatten(this, start_dim, end_dim, out var result), result);

        public Tensor unflatten(long dim, params long[] sizes) =>
            Native.Wrap(Native.tc_unflatten(this, dim, sizes, sizes.Length, out var result), result);

        public Tensor ravel() => reshape(-1);

        public Tensor squeeze(long? dim = null) => dim.HasValue
            ? Native.Wrap(Native.tc_squeeze_dim(this, dim.Value, out var result), result)
            : Native.Wrap(Native.tc_squeeze(this, out result), result);

        public Tensor squeeze_(long? dim = null) =>
            InPlace(dim.HasValue ? Native.tc_squeeze_dim_(this, dim.Value) : Native.tc_squeeze_(this));

        public Tensor unsqueeze(long dim) => Native.Wrap(Native.tc_unsqueeze(this, dim, out var result), result);

        public Tensor unsqueeze_(long dim) => InPlace(Native.tc_unsqueeze_(this, dim));

        public Tensor transpose(long dim0, long dim1) =>
            Native.Wrap(Native.tc_transpose(this, dim0, dim1, out var result), result);

        public Tensor transpose_(long dim0, long dim1) => InPlace(Native.tc_transpose_(this, dim0, dim1));

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor t() => Native.Wrap(Native.tc_t(this, out var result), result);

        public Tensor T => Native.Wrap(Native.tc_numpy_T(this, out var result), result);

        public Tensor mT => Native.Wrap(Native.tc_mT(this, out var result), result);

        public Tensor permute(params long[] permutation) =>
            Native.Wrap(Native.tc_permute(this, permutation, permutation.Length, out var result), result);

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            Native.Wrap(Native.tc_expand(this, sizes, sizes.Length, isImplicit, out var result), result);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) =>
            Native.Wrap(Native.tc_broadcast_to(this, shape, shape.Length, out var result), result);

        public Tensor repeat(params long[] sizes) =>
            Native.Wrap(Native.tc_repeat(this, sizes, sizes.Length, out var result), result);

        public Tensor tile(long[] reps) => Native.Wrap(Native.tc_tile(this, reps, reps.Length, out var result), result);

        public unsafe Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            var along = dim.GetValueOrDefault();
            var error = Native.tc_repeat_interleave(this, repeats, dim.HasValue ? &along : null, out var result);
            return Native.Wrap(error, result);
        }

        public unsafe Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            var along = dim.GetValueOrDefault();
            var error = Native.tc_repeat_interleave_tensor(this, repeats, dim.HasValue ? &along : null, out var result);
            return Native.Wrap(error, result);
        }

        public Tensor narrow(long dim, long start, long length) =>
            Native.Wrap(Native.tc_narrow(this, dim, start, length, out var result), result);

        public Tensor select(long dim, long index) =>
            Native.Wrap(Native.tc_select(this, dim, index, out var result), result);

        public Tensor slice(long dim, long start, long finish, long step)
        {
            if (step < 1)
                throw new ArgumentException($"step is {step}, but it should always be positive.");
            return Native.Wrap(Native.tc_slice(this, dim, start, finish, step, out var result), result);
        }

        public Tensor unfold(long dimension, long size, long step) =>
            Native.Wrap(Native.tc_unfold(this, dimension, size, step, out var result), result);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Native.Wrap(
                Native.tc_as_strided(this, size, size.Length, strides, strides.Length, storageOffset, out var result),
                result);

        public Tensor flip(params long[] dims) =>
            Native.Wrap(Native.tc_flip(this, dims, dims.Length, out var result), result);

        public Tensor roll(long shifts, long? dims = null) =>
            roll([shifts], dims.HasValue ? (ReadOnlySpan<long>)[dims.Value] : []);

        /// <summary>Along the first dimension, unlike the overload for one number, which rolls all elements in a row.</summary>
        public Tensor roll(long[] shifts) => roll((ReadOnlySpan<long>)shifts, [0]);

        public Tensor roll(long[] shifts, long[] dims) => roll((ReadOnlySpan<long>)shifts, dims);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            Native.Wrap(Native.tc_roll(this, shifts, shifts.Length, dims, dims.Length, out var result), result);

        public Tensor tril(long diagonal = 0) => Native.Wrap(Native.tc_tril(this, diagonal, out var result), result);

        public Tensor tril_(long diagonal = 0) => Native.Wrap(Native.tc_tril_(this, diagonal, out var result), result);

        public Tensor triu(long diagonal = 0) => Native.Wrap(Native.tc_triu(this, diagonal, out var result), result);

        public Tensor triu_(long diagonal = 0) => Native.Wrap(Native.tc_triu_(this, diagonal, out var result), result);

        public Tensor diag(long diagonal = 0) => Native.Wrap(Native.tc_diag(this, diagonal, out var result), result);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) =>
            Native.Wrap(Native.tc_diagonal(this, offset, dim1, dim2, out var result), result);

        public Tensor[] split(long size, int dim = 0) =>
            Native.WrapList(Native.tc_split(this, size, dim, out var list, out var count), list, count);

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes);

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) =>
            Native.WrapList(
                Native.tc_split_sizes(this, sizes, sizes.Length, dim, out var list, out var count),
                list, count);

        public Tensor[] chunk(long chunks, long dim = 0) =>
            Native.WrapList(Native.tc_chunk(this, chunks, dim, out var list, out var count), list, count);

        public Tensor[] unbind(long dimension = 0) =>
            Native.WrapList(Native.tc_unbind(this, dimension, out var list, out var count), list, count);
    }
}
