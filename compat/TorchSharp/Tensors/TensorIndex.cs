using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index such as x[.., 1, 2:5, mask].</summary>
    public struct TensorIndex
    {
        /// <summary>All of a dimension.</summary>
        public static TensorIndex Colon = Slice();

        /// <summary>As many colons as there are dimensions left.</summary>
        public static TensorIndex Ellipsis = new() { _kind = IndexKind.Ellipsis };

        /// <summary>A new dimension of size one.</summary>
        public static TensorIndex None = new() { _kind = IndexKind.None };

        public static TensorIndex Null = new() { _kind = IndexKind.None };

        private IndexKind _kind;
        private long? _start;
        private long? _stop;
        private long? _step;
        private Tensor _tensor;

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { _kind = IndexKind.Slice, _start = start, _stop = stop, _step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            Position(range.Start),
            range.End is { IsFromEnd: true, Value: 0 } ? null : Position(range.End));

        public static TensorIndex Bool(bool value) => new() { _kind = IndexKind.Bool, _start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { _kind = IndexKind.Single, _start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { _kind = IndexKind.Tensor, _tensor = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Index index) => Single(Position(index));

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        /// <summary>Exists so that an index expression picks the overload for indices, not that for tensors.</summary>
        public static implicit operator Tensor(TensorIndex value) =>
            throw new InvalidOperationException("Should not be called.");

        /// <summary>The caller keeps the tensors alive.</summary>
        internal readonly NativeIndex ToNative() => new()
        {
            Kind = _kind,
            Start = _start ?? (_kind == IndexKind.Slice ? NativeIndex.Absent : 0),
            Stop = _stop ?? NativeIndex.Absent,
            Step = _step ?? NativeIndex.Absent,
            Tensor = _kind == IndexKind.Tensor ? _tensor.Handle : IntPtr.Zero,
        };

        private static long Position(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
