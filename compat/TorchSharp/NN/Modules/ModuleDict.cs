using System.Collections;

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>Modules by name, in the order in which they came. They are registered when the dictionary itself is.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
    {
        private readonly List<(string Name, T Module)> _list = new();
        private bool _registered;

        public ModuleDict() : base(nameof(ModuleDict<T>)) { }

        public T this[string key]
        {
            get => TryGetValue(key, out var module) ? module : throw new KeyNotFoundException($"There is no module named '{key}'.");
            set => _list[Position(key)] = (key, value);
        }

        public (string, T) this[int index] { get => _list[index]; set => _list[index] = value; }

        public int Count => _list.Count;

        public bool IsReadOnly => false;

        public ICollection<string> Keys => _list.ConvertAll(item => item.Name);

        public ICollection<T> Values => _list.ConvertAll(item => item.Module);

        public IEnumerable<string> keys() => Keys;

        public IEnumerable<T> values() => Values;

        public IEnumerator<(string, T)> items() => _list.GetEnumerator();

        public void clear() => _list.Clear();

        public void Clear() => _list.Clear();

        public void Add(string key, T value)
        {
            if (ContainsKey(key))
                throw new ArgumentException($"There is a module named '{key}' already.", nameof(key));
            _list.Add((key, value));
        }

        public void Add((string, T) item) => Add(item.Item1, item.Item2);

        public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

        public bool Contains((string, T) item) => _list.Contains(item);

        public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));

        public bool ContainsKey(string key) => Position(key) >= 0;

        public void CopyTo((string, T)[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) =>
            _list.ConvertAll(item => KeyValuePair.Create(item.Name, item.Module)).CopyTo(array, arrayIndex);

        public IEnumerator<(string, T)> GetEnumerator() => _list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
            _list.Select(item => KeyValuePair.Create(item.Name, item.Module)).GetEnumerator();

        public int IndexOf((string, T) item) => _list.IndexOf(item);

        public void Insert(int index, (string, T) item) => _list.Insert(index, item);

        public bool Remove((string, T) item) => _list.Remove(item);

        public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

        public bool Remove(string key) => _list.RemoveAll(item => item.Name == key) > 0;

        public void RemoveAt(int index) => _list.RemoveAt(index);

        public bool TryGetValue(string key, out T value)
        {
            int position = Position(key);
            value = position < 0 ? null : _list[position].Module;
            return position >= 0;
        }

        protected override void RegisterComponents()
        {
            if (_registered)
                return;
            foreach (var (name, module) in _list)
                register_module(name, module);
            _registered = true;
        }

        private int Position(string key) => _list.FindIndex(item => item.Name == key);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new Modules.ModuleDict<T>();
                foreach (var module in modules)
                    result.Add(module);
                return result;
            }
        }
    }
}
