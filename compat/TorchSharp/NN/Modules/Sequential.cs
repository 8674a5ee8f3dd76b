using System.Runtime.CompilerServices;

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>
    /// Modules one after the other. As in the original they are not registered as components: a module of
    /// one's own in the list has to register its own.
    /// </summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> _modules = new();

        internal Sequential() : base(nameof(Sequential)) { }

        protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : this()
        {
            foreach (var (name, module) in modules)
                append(name, module);
        }

        protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : this()
        {
            foreach (var module in modules)
                append(module);
        }

        public int Count => _modules.Count;

        [IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => _modules[index].Module;

        [IndexerName("SequentialItems")]
        public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

        [IndexerName("SequentialItems")]
        public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            _modules.Add((name, module));
            return this;
        }

        /// <summary>The name is the module's position.</summary>
        public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{Count}", module);

        /// <summary>Disposes what each module but the first was given, so a module must not return its own input.</summary>
        public override Tensor forward(Tensor tensor)
        {
            if (_modules.Count == 0)
                return tensor.alias();

            var current = _modules[0].Module.call(tensor);
            for (var i = 1; i < _modules.Count; i++)
            {
                var next = _modules[i].Module.call(current);
                current.Dispose();
                current = next;
            }
            return current;
        }

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
        {
            var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
            if (recurse)
                foreach (var (child, module) in Children())
                    foreach (var (name, parameter) in module.named_parameters(true))
                        if (seen.Add(parameter))
                            yield return ($"{child}.{name}", parameter);
        }

        public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
        {
            var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
            if (recurse)
                foreach (var (child, module) in Children())
                    foreach (var (name, buffer) in module.named_buffers(true, include_persistent))
                        if (seen.Add(buffer))
                            yield return ($"{child}.{name}", buffer);
        }

        public override IEnumerable<(string name, nn.Module module)> named_children() => Children();

        public override IEnumerable<(string name, nn.Module module)> named_modules() => base.named_modules();

        public override nn.Module apply(Action<nn.Module> fn) => base.apply(fn);

        public override void train(bool on = true) => base.train(on);

        public override void eval() => base.eval();

        private IEnumerable<(string name, nn.Module module)> Children() =>
            _modules.Select(item => (item.Name, (nn.Module)item.Module));

        private Sequential Slice(int start, int end)
        {
            if (start < 0 || start > Count)
                throw new IndexOutOfRangeException($"{start} is not a valid index.");
            if (end < 0 || end > Count)
                throw new IndexOutOfRangeException($"{end} is not a valid index.");

            var slice = new Sequential();
            for (int i = start; i < end; i++)
                slice.append(_modules[i].Name, _modules[i].Module);
            return slice;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential() => new();

            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
                Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
                Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)modules);

            public static Modules.Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
                Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)modules);

            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                modules.Aggregate(Sequential(), (all, module) => all.append(module));

            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                modules.Aggregate(Sequential(), (all, module) => all.append(module.name, module.submodule));

            public static Modules.Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
                modules.Aggregate(Sequential(), (all, module) => all.append(module.Item1, module.Item2));
        }
    }
}
