using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private readonly NamedItems<Parameter> _parameters = new();
            private readonly NamedItems<(Tensor Tensor, bool Persistent)> _buffers = new();
            private readonly NamedItems<Module> _children = new();
            private bool _componentsAreRegistered;

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (_parameters.Contains(name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                _parameters.Set(name, param);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (_buffers.Contains(name))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                _buffers.Set(name, (tensor, persistent));
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null || submodule.IsDisposed)
                {
                    _children.Remove(name);
                    return;
                }
                if (name.Contains('.'))
                    throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("module name can't be empty string \"\"");
                if (_children.Contains(name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");

                submodule.RegisterComponents();
                _children.Set(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>
            /// Registers what the fields of this object hold, under the fields' names, unless registered already:
            /// modules as children, parameters as parameters, other tensors as buffers.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsAreRegistered)
                    return;

                foreach (var field in Fields(GetType()))
                {
                    string component = field.ComponentName();
                    if (_children.Contains(component) || _parameters.Contains(component) || _buffers.Contains(component))
                        continue;

                    // Every parameter is a tensor, so that the order of the cases counts.
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
                _componentsAreRegistered = true;
            }

            /// <summary>Registers or replaces; null removes.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers or replaces; null removes.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter value)
            {
                if (value is null)
                    _parameters.Remove(name);
                else
                    _parameters.Set(name, value);
            }

            /// <summary>Registers or replaces; null removes.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor value, bool persistent = true)
            {
                if (value is null)
                    _buffers.Remove(name);
                else
                    _buffers.Set(name, (value, persistent));
            }

            /// <summary>
            /// Takes a layer's parameter over: it now belongs to the layer and not to the dispose scope around,
            /// and the one that it replaces is disposed.
            /// </summary>
            private protected void Own(string name, ref Parameter field, Parameter value)
            {
                if (ReferenceEquals(field, value))
                    return;
                field?.Dispose();
                field = value;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(name, value);
            }

            /// <summary>The same for a buffer.</summary>
            private protected void OwnBuffer(string name, ref Tensor field, Tensor value)
            {
                if (ReferenceEquals(field, value))
                    return;
                field?.Dispose();
                field = value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(name, field);
            }

            protected void ClearModules() => _children.Clear();

            /// <summary>Private fields of base classes are found only by asking each class; a name counts once.</summary>
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                var seen = new HashSet<string>();
                for (; type != null && type != typeof(object); type = type.BaseType)
                    foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                        if (seen.Add(field.Name))
                            yield return field;
            }
        }
    }
}
