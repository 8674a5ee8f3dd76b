using System;
using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Indexing with brackets: reading gives a view, or a copy where a tensor is among the indices.</summary>
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => Item(indices);
            set => SetItem(indices, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => Item([i1]);
            set => SetItem([i1], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => Item([i1, i2]);
            set => SetItem([i1, i2], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => Item([i1, i2, i3]);
            set => SetItem([i1, i2, i3], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => Item([i1, i2, i3, i4]);
            set => SetItem([i1, i2, i3, i4], value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[indices.Length];
            Fill(native, indices);
            var tensor = Native.Wrap(Native.tc_index(this, native, native.Length, out var result), result);
            GC.KeepAlive(indices);
            return tensor;
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        /// <summary>Accumulating adds where an element is named twice, and takes tensors only.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[indices.Length];
            Fill(native, indices);
            Native.Check(accumulate
                ? Native.tc_index_accumulate_(this, native, native.Length, value)
                : Native.tc_index_put_(this, native, native.Length, value));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[indices.Length];
            Fill(native, indices);
            Native.Check(Native.tc_index_put_scalar_(this, native, native.Length, value));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        private static void Fill(Span<NativeIndex> native, TensorIndex[] indices)
        {
            for (var i = 0; i < native.Length; i++)
                native[i] = indices[i].ToNative();
        }

        private Tensor Item(ReadOnlySpan<long> position)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[position.Length];
            Fill(native, position);
            return Native.Wrap(Native.tc_index(this, native, native.Length, out var result), result);
        }

        private void SetItem(ReadOnlySpan<long> position, Tensor value)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[position.Length];
            Fill(native, position);
            Native.Check(Native.tc_index_put_(this, native, native.Length, value));
        }

        private static void Fill(Span<NativeIndex> native, ReadOnlySpan<long> position)
        {
            for (var i = 0; i < native.Length; i++)
                native[i] = new NativeIndex { Kind = IndexKind.Single, Start = position[i] };
        }
    }
}
