using System;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions
        {
            get
            {
                Native.Check(Native.tc_dim(this, out var count));
                return count;
            }
        }

        public long ndim => Dimensions;

        public long dim() => Dimensions;

        public long NumberOfElements
        {
            get
            {
                Native.Check(Native.tc_numel(this, out var count));
                return count;
            }
        }

        public long numel() => NumberOfElements;

        /// <summary>In bytes.</summary>
        public long ElementSize
        {
            get
            {
                Native.Check(Native.tc_element_size(this, out var size));
                return size;
            }
        }

        public long element_size() => ElementSize;

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* pointer = sizes)
                    Native.Check(Native.tc_sizes(this, pointer));
                return sizes;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            Native.Check(Native.tc_size_at(this, dim, out var size));
            return size;
        }

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* pointer = strides)
                Native.Check(Native.tc_strides(this, pointer));
            return strides;
        }

        public long stride(int dim)
        {
            Native.Check(Native.tc_stride_at(this, dim, out var stride));
            return stride;
        }

        public long storage_offset()
        {
            Native.Check(Native.tc_storage_offset(this, out var offset));
            return offset;
        }

        public ScalarType dtype
        {
            get
            {
                Native.Check(Native.tc_dtype(this, out var type));
                return (ScalarType)type;
            }
        }

        public Device device
        {
            get
            {
                Native.Check(Native.tc_device(this, out var type, out var index));
                return new Device((DeviceType)type, index);
            }
        }

        public DeviceType device_type => device.type;

        public int device_index => device.index;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_contiguous()
        {
            Native.Check(Native.tc_is_contiguous(this, out var contiguous));
            return contiguous;
        }

        public bool is_nonzero()
        {
            if (NumberOfElements != 1)
                throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");
            Native.Check(Native.tc_is_nonzero(this, out var nonzero));
            return nonzero;
        }
    }
}
