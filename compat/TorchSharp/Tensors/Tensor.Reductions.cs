using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sums, means, extremes and spreads, over all elements or along dimensions.</summary>
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) =>
            Native.Wrap(Native.tc_sum(this, Native.Code(type), out var result), result);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Native.Wrap(Native.tc_sum_dims(this, dim, dim.Length, keepdim, Native.Code(type), out var result), result);

        public Tensor nansum() => Native.Wrap(Native.tc_nansum(this, out var result), result);

        public Tensor mean() => Native.Wrap(Native.tc_mean(this, -1, out var result), result);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Native.Wrap(
                Native.tc_mean_dims(this, dimensions, dimensions.Length, keepdim, Native.Code(type), out var result),
                result);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null)
        {
            ReadOnlySpan<long> dims = dim.HasValue ? [dim.Value] : [];
            var error = Native.tc_nanmean_dims(this, dims, dims.Length, keepdim, Native.Code(dtype), out var result);
            return Native.Wrap(error, result);
        }

        public Tensor prod(ScalarType? type = null) =>
            Native.Wrap(Native.tc_prod(this, Native.Code(type), out var result), result);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Native.Wrap(Native.tc_prod_dim(this, dim, keepdim, Native.Code(type), out var result), result);

        public Tensor all() => Native.Wrap(Native.tc_all(this, out var result), result);

        public Tensor all(long dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_all_dim(this, dim, keepdim, out var result), result);

        public Tensor any() => Native.Wrap(Native.tc_any(this, out var result), result);

        public Tensor any(long dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_any_dim(this, dim, keepdim, out var result), result);

        public Tensor max() => Native.Wrap(Native.tc_max(this, out var result), result);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_max_dim(this, dim, keepdim, out var first, out var second), first, second);

        public Tensor min() => Native.Wrap(Native.tc_min(this, out var result), result);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_min_dim(this, dim, keepdim, out var first, out var second), first, second);

        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims);

        /// <summary>Of all elements, if there are no dims. With <paramref name="out"/> the result goes there.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) =>
            Into(@out, Native.Wrap(Native.tc_amax(this, dims, dims.Length, keepdim, out var result), result));

        public Tensor amax(long[] dims, bool keepdim = false, Tensor @out = null) =>
            amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amin(params long[] dims) => amin((ReadOnlySpan<long>)dims);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) =>
            Into(@out, Native.Wrap(Native.tc_amin(this, dims, dims.Length, keepdim, out var result), result));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor @out = null) =>
            amin((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor argmax() => Native.Wrap(Native.tc_argmax(this, out var result), result);

        public Tensor argmax(long dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_argmax_dim(this, dim, keepdim, out var result), result);

        public Tensor argmin() => Native.Wrap(Native.tc_argmin(this, out var result), result);

        public Tensor argmin(long dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_argmin_dim(this, dim, keepdim, out var result), result);

        public Tensor logsumexp(long dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_logsumexp_dim(this, dim, keepdim, out var result), result);

        public Tensor norm(float p = 2f) => Native.Wrap(Native.tc_norm(this, p, out var result), result);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) =>
            Native.Wrap(Native.tc_norm_dim(this, dim, keepdim, p, out var result), result);

        public Tensor dist(Tensor other, float p = 2f) =>
            Native.Wrap(Native.tc_dist(this, other, p, out var result), result);

        public Tensor cumsum(long dim, ScalarType? type = null) =>
            Native.Wrap(Native.tc_cumsum(this, dim, Native.Code(type), out var result), result);

        public Tensor cumprod(long dim, ScalarType? type = null) =>
            Native.Wrap(Native.tc_cumprod(this, dim, Native.Code(type), out var result), result);

        public Tensor count_nonzero(long[] dims = null) =>
            Native.Wrap(Native.tc_count_nonzero(this, dims, dims?.Length ?? 0, out var result), result);

        private static Tensor Into(Tensor target, Tensor result)
        {
            if (target is null)
                return result;
            target.copy_(result);
            result.Dispose();
            return target;
        }
    }
}
