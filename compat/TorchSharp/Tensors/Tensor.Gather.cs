using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Reading and writing elements that a tensor of indices or a mask picks.</summary>
    public partial class Tensor
    {
        public Tensor gather(long dim, Tensor index) =>
            Native.Wrap(Native.tc_gather(this, dim, index, out var result), result);

        public Tensor scatter(long dim, Tensor index, Tensor src) =>
            Native.Wrap(Native.tc_scatter(this, dim, index, src, out var result), result);

        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            InPlace(Native.tc_scatter_(this, dim, index, src));

        public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
            Native.Wrap(Native.tc_scatter_add(this, dim, index, src, out var result), result);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
            InPlace(Native.tc_scatter_add_(this, dim, index, src));

        public Tensor index_select(long dim, Tensor index) =>
            Native.Wrap(Native.tc_index_select(this, dim, index, out var result), result);

        public Tensor index_copy(long dim, Tensor index, Tensor source) =>
            Native.Wrap(Native.tc_index_copy(this, dim, index, source, out var result), result);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            InPlace(Native.tc_index_copy_(this, dim, index, source));

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Native.Wrap(Native.tc_index_add(this, dim, index, source, alpha, out var result), result);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            InPlace(Native.tc_index_add_(this, dim, index, source, alpha));

        public Tensor index_fill(long dim, Tensor index, Scalar value) =>
            Native.Wrap(Native.tc_index_fill(this, dim, index, value, out var result), result);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            InPlace(Native.tc_index_fill_(this, dim, index, value));

        public Tensor masked_fill(Tensor mask, Scalar value) =>
            Native.Wrap(Native.tc_masked_fill(this, mask, value, out var result), result);

        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(Native.tc_masked_fill_(this, mask, value));

        public Tensor masked_select(Tensor mask) =>
            Native.Wrap(Native.tc_masked_select(this, mask, out var result), result);

        public Tensor take(Tensor index) => Native.Wrap(Native.tc_take(this, index, out var result), result);

        public Tensor take_along_dim(Tensor indices, long dim) =>
            Native.Wrap(Native.tc_take_along_dim(this, indices, dim, out var result), result);
    }
}
