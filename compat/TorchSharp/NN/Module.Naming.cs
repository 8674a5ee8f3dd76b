using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Own parameters, then the children's with the children's names before them; none twice.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var item in _parameters)
                    if (!item.Value.IsInvalid && seen.Add(item.Value))
                        yield return item;

                if (!recurse)
                    yield break;
                foreach (var (child, module) in _children)
                    foreach (var (name, parameter) in module.named_parameters(true))
                        if (seen.Add(parameter))
                            yield return ($"{child}.{name}", parameter);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(item => item.parameter);

            /// <summary>Own buffers, then the children's; as in the original, only the persistent ones are listed.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (name, (tensor, persistent)) in _buffers)
                    if (persistent && !tensor.IsInvalid && seen.Add(tensor))
                        yield return (name, tensor);

                if (!recurse)
                    yield break;
                foreach (var (child, module) in _children)
                    foreach (var (name, buffer) in module.named_buffers(true, include_nonpersistent))
                        if (seen.Add(buffer))
                            yield return ($"{child}.{name}", buffer);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(item => item.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => _children;

            public virtual IEnumerable<Module> children() => named_children().Select(item => item.module);

            /// <summary>All modules below this one: the children, then what is below each of them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var item in named_children())
                    yield return item;
                foreach (var (child, module) in named_children())
                    foreach (var (name, below) in module.named_modules())
                        yield return ($"{child}.{name}", below);
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(item => item.module);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>Null if there is none of this (dotted) name.</summary>
            public virtual Parameter get_parameter(string target)
            {
                if (_parameters.TryGet(target, out var parameter))
                    return parameter;
                return Descend(target, (child, rest) => child.get_parameter(rest));
            }

            /// <summary>Null if there is none of this (dotted) name.</summary>
            public virtual Tensor get_buffer(string target)
            {
                if (_buffers.TryGet(target, out var buffer))
                    return buffer.Tensor;
                return Descend(target, (child, rest) => child.get_buffer(rest));
            }

            private T Descend<T>(string target, Func<Module, string, T> find) where T : class
            {
                int dot = target.IndexOf('.');
                if (dot < 0)
                    return null;
                foreach (var (name, child) in named_children())
                    if (name == target[..dot] && find(child, target[(dot + 1)..]) is { } found)
                        return found;
                return null;
            }
        }
    }
}
