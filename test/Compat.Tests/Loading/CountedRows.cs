using System.Collections;

namespace ProtoAnomaly.Compat.Tests.Loading;

/// <summary>A sequence that knows how often it was enumerated and how many items it handed out.</summary>
internal sealed class CountedRows<T>(IEnumerable<T> rows) : IEnumerable<T>
{
    public int Enumerations { get; private set; }

    public int Items { get; private set; }

    public IEnumerator<T> GetEnumerator()
    {
        Enumerations++;
        foreach (T row in rows)
        {
            Items++;
            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
