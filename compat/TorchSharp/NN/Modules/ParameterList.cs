using System.Collections;

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>Parameters by position, which is also their name.</summary>
    public class ParameterList : nn.Module, IList<Parameter>
    {
        private readonly List<Parameter> _list = new();
        private bool _registered;

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => append(parameters);

        public Parameter this[int index] { get => _list[index]; set => _list[index] = value; }

        public int Count => _list.Count;

        public bool IsReadOnly => false;

        public void Add(Parameter item) => _list.Add(item);

        public void append(params Parameter[] parameters) => extend(parameters ?? Array.Empty<Parameter>());

        public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);

        public void Clear() => _list.Clear();

        public bool Contains(Parameter item) => IndexOf(item) >= 0;

        public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

        public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public int IndexOf(Parameter item) => _list.FindIndex(other => ReferenceEquals(other, item));

        public void Insert(int index, Parameter item) => _list.Insert(index, item);

        public bool Remove(Parameter item)
        {
            int index = IndexOf(item);
            if (index >= 0)
                _list.RemoveAt(index);
            return index >= 0;
        }

        public void RemoveAt(int index) => _list.RemoveAt(index);

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
            _list.Select((parameter, i) => ($"{i}", parameter));

        public override bool has_parameter(string target) => get_parameter(target) is not null;

        public override Parameter get_parameter(string target) =>
            int.TryParse(target, out int index) && index >= 0 && index < Count ? _list[index] : null;

        protected override void RegisterComponents()
        {
            if (_registered)
                return;
            for (int i = 0; i < _list.Count; i++)
                register_parameter($"{i}", _list[i]);
            _registered = true;
        }

        protected override void _toEpilog(ScalarType? dtype, Device device, bool non_blocking)
        {
            for (int i = 0; i < _list.Count; i++)
            {
                if (Converted(_list[i], dtype, device) is not { } moved)
                    continue;
                _list[i].DetachFromDisposeScope().Dispose();
                _list[i] = moved;
                if (_registered)
                    ConditionallyRegisterParameter($"{i}", moved);
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ParameterList ParameterList(params Modules.Parameter[] parameters) => new(parameters);
        }
    }
}
