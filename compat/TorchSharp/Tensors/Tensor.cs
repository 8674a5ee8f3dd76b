using System;
using System.Runtime.InteropServices.Marshalling;
using System.Threading;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A handle to a tensor of libtorch: its life and its properties.</summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;
        private IntPtr _handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            _handle = handle;
            var count = Interlocked.Increment(ref s_totalCount);
            if (count > s_peakCount)
                s_peakCount = count;
            if (register)
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Tensors alive in this process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        internal DisposeScope OwningDisposeScope { get; set; }

        public IntPtr Handle
        {
            get
            {
                var handle = _handle;
                if (handle == IntPtr.Zero)
                    ThrowInvalid();
                return handle;
            }
        }

        public bool IsInvalid => _handle == IntPtr.Zero;

        public string name { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle == IntPtr.Zero)
                return;
            DisposeScopeManager.ThreadSingleton.CountDisposal(this);
            OwningDisposeScope?.Forget(this);
            Interlocked.Decrement(ref s_totalCount);
            _ = Native.tc_free(handle);
        }

        /// <summary>Gives the native tensor to the caller; this object is invalid afterwards.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var handle = Handle;
            GC.SuppressFinalize(this);
            OwningDisposeScope?.Forget(this);
            Interlocked.Decrement(ref s_totalCount);
            _handle = IntPtr.Zero;
            return handle;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (OwningDisposeScope is null)
                other?.Attach(this);
            else
                OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        /// <summary>The same elements, in the same places; other tensors: false.</summary>
        public override bool Equals(object obj) => obj is Tensor other && Equals(other);

        public bool Equals(Tensor target)
        {
            Native.Check(Native.tc_equal(this, target, out var equal));
            return equal;
        }

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>Shape, type and device, not the elements.</summary>
        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        private static void ThrowInvalid() => throw new InvalidOperationException("Tensor invalid -- empty handle.");
    }
}
