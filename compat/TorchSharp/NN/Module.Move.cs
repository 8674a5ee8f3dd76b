using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                CheckType(dtype);
                CheckDevice(device.type);
                _toEpilog(dtype, device, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                CheckDevice(deviceType);
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                CheckType(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            /// <summary>
            /// Moves children, parameters and buffers. Each tensor that changes is replaced by a new one and disposed,
            /// and the property or field that held it gets the new one.
            /// </summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                    if (device is null)
                        child._to(dtype.Value, non_blocking);
                    else if (dtype is null)
                        child._to(device.type, device.index, non_blocking);
                    else
                        child._to(device, dtype.Value, non_blocking);

                foreach (var (name, parameter) in named_parameters(false).ToList())
                    if (Converted(parameter, dtype, device) is { } moved)
                        Replace(name, parameter, moved, () => ConditionallyRegisterParameter(name, moved));

                foreach (var (name, buffer) in named_buffers(false).ToList())
                    if (Converted(buffer, dtype, device) is { } moved)
                        Replace(name, buffer, moved, () => ConditionallyRegisterBuffer(name, moved));

                if (device is not null)
                    (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static void CheckType(ScalarType dtype)
            {
                if (!IsReal(dtype) && dtype is not (ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }

            private static void CheckDevice(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available())
                    throw new InvalidOperationException("CUDA is not available.");
            }

            private static bool IsReal(ScalarType type) =>
                type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

            /// <summary>Null if it is there already. Integers keep their type, and a parameter takes its gradient along.</summary>
            private protected static Parameter Converted(Parameter parameter, ScalarType? dtype, Device device)
            {
                var type = IsReal(parameter.dtype) ? dtype ?? parameter.dtype : parameter.dtype;
                if (IsAt(parameter, type, device))
                    return null;

                // Autograd must not see the move: the new parameter has to be a leaf.
                using var noGrad = no_grad();
                var moved = new Parameter(parameter.to(type, device ?? parameter.device), parameter.requires_grad);
                moved.DetachFromDisposeScope();
                using var gradient = parameter.grad;
                if (gradient is not null)
                {
                    using var movedGradient = gradient.to(type, device ?? parameter.device);
                    moved.grad = movedGradient;
                }
                return moved;
            }

            private static Tensor Converted(Tensor buffer, ScalarType? dtype, Device device)
            {
                var type = IsReal(buffer.dtype) ? dtype ?? buffer.dtype : buffer.dtype;
                return IsAt(buffer, type, device) ? null : buffer.to(type, device ?? buffer.device).DetachFromDisposeScope();
            }

            private static bool IsAt(Tensor tensor, ScalarType type, Device device) =>
                tensor.dtype == type &&
                (device is null || (tensor.device_type == device.type &&
                    (device.type != DeviceType.CUDA || device.index < 0 || tensor.device_index == device.index)));

            private void Replace(string name, Tensor old, Tensor moved, Action register)
            {
                var property = GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance);
                if (property is { CanWrite: true } && property.PropertyType.IsInstanceOfType(moved))
                {
                    property.SetValue(this, moved);
                }
                else
                {
                    register();
                    Fields(GetType()).FirstOrDefault(field => field.ComponentName() == name)?.SetValue(this, moved);
                }
                Release(old);
            }
        }
    }
}
