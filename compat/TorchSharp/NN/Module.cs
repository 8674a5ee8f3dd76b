using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Base class of all modules: a tree of modules with named parameters and buffers.</summary>
        public partial class Module : IDisposable
        {
            /// <summary>What <see cref="GetName"/> gives.</summary>
            protected string name;

            private bool _training = true;
            private bool _disposed;

            protected Module(string name) => this.name = name;

            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public virtual bool training => _training;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children())
                    child.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Children first, then this module.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children())
                    child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        gradient.zero_().Dispose();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes parameters, buffers and children; a second call does nothing.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                    return;
                _disposed = true;

                foreach (var (_, buffer) in _buffers)
                    Release(buffer.Tensor);
                foreach (var (_, parameter) in _parameters)
                    Release(parameter);
                foreach (var (_, child) in named_children())
                    child.Dispose();
            }

            private static void Release(Tensor tensor)
            {
                if (!tensor.IsInvalid)
                    tensor.DetachFromDisposeScope().Dispose();
            }

            internal bool IsDisposed => _disposed;
        }
    }
}
