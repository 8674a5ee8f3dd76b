using System.Collections;

namespace TorchSharp;

/// <summary>A module's parameters, buffers or children: few, in the order of registration.</summary>
internal sealed class NamedItems<T> : IEnumerable<(string Name, T Value)>
{
    private readonly List<(string Name, T Value)> _items = new();

    public bool Contains(string name) => IndexOf(name) >= 0;

    public bool TryGet(string name, out T value)
    {
        int index = IndexOf(name);
        value = index < 0 ? default : _items[index].Value;
        return index >= 0;
    }

    /// <summary>A known name keeps its place.</summary>
    public void Set(string name, T value)
    {
        int index = IndexOf(name);
        if (index < 0)
            _items.Add((name, value));
        else
            _items[index] = (name, value);
    }

    public void Remove(string name)
    {
        int index = IndexOf(name);
        if (index >= 0)
            _items.RemoveAt(index);
    }

    public void Clear() => _items.Clear();

    public IEnumerator<(string Name, T Value)> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name) => _items.FindIndex(item => item.Name == name);
}
