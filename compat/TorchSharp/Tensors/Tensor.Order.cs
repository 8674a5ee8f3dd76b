using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sorting, order statistics and counting.</summary>
    public partial class Tensor
    {
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Native.Wrap(Native.tc_sort(this, dim, descending, stable, out var first, out var second), first, second);

        public Tensor argsort(long dim = -1, bool descending = false) =>
            Native.Wrap(Native.tc_argsort(this, dim, descending, out var result), result);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Native.Wrap(Native.tc_topk(this, k, dim, largest, sorted, out var first, out var second), first, second);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Native.Wrap(Native.tc_kthvalue(this, k, dim ?? -1, keepdim, out var first, out var second), first, second);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) =>
            Native.Wrap(Native.tc_mode_dim(this, dim, keepdim, out var first, out var second), first, second);

        public Tensor median() => Native.Wrap(Native.tc_median(this, out var result), result);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) =>
            Native.Wrap(Native.tc_quantile(this, q, dim, keepdim, out var result), result);

        public Tensor bincount(Tensor weights, long minlength = 0) =>
            Native.Wrap(Native.tc_bincount(this, weights, minlength, out var result), result);

        public Tensor histc(long bins = 100, long min = 0, long max = 0) =>
            Native.Wrap(Native.tc_histc(this, bins, min, max, out var result), result);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Native.Wrap(Native.tc_bucketize(this, boundaries, outInt32, right, out var result), result);

        public Tensor nonzero() => Native.Wrap(Native.tc_nonzero(this, out var result), result);

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            IntPtr values, inverse, counts;
            Native.Check(dim.HasValue
                ? Native.tc_unique_dim(this, dim.Value, sorted, return_inverse, return_counts, out values,
                    out inverse, out counts)
                : Native.tc_unique(this, sorted, return_inverse, return_counts, out values, out inverse, out counts));
            return (new Tensor(values), Native.WrapOptional(inverse), Native.WrapOptional(counts));
        }
    }
}
