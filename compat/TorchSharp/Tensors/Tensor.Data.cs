using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The elements, as numbers of .NET.</summary>
    public partial class Tensor
    {
        /// <summary>The elements in place; of a tensor that is not on the CPU, a copy.</summary>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new Utils.TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            using var elements = data<T>();
            return elements[0];
        }

        /// <summary>The memory of a contiguous CPU tensor.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var size = ValidateBytes();
                Native.Check(Native.tc_data_pointer(this, out var pointer));
                return new Span<byte>((void*)pointer, size);
            }
            set
            {
                var memory = bytes;
                if (memory.Length != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(memory);
            }
        }

        private int ValidateBytes()
        {
            if (!is_contiguous())
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            var size = NumberOfElements * ElementSize;
            if (size > int.MaxValue)
                throw new ArgumentException("Span only supports up to int.MaxValue elements.");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException(
                    "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            return (int)size;
        }

        private void ValidateType(Type type)
        {
            var expected = dtype;
            if (!s_elementTypes.TryGetValue(type, out var given) || given != expected)
                throw new ArgumentException($"{type.Name} is not compatible with {expected}");
        }
    }
}
