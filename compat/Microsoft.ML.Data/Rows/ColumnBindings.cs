using System.Collections.Generic;

namespace Microsoft.ML.Data;

/// <summary>
/// Where the columns of an input and those added to it stand in the output: an added column comes right after the last one
/// of the same name, which it hides, or else at the end.
/// </summary>
internal sealed class ColumnBindings
{
    // By output index: the index of the input column, or the complement of that of the added column.
    private readonly int[] _sources;

    public ColumnBindings(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        InputSchema = input;
        var sources = new List<int>();
        for (int i = 0; i < input.Count; i++)
            sources.Add(i);
        string NameOf(int source) => source >= 0 ? input[source].Name : added[~source].Name;
        for (int i = 0; i < added.Length; i++)
        {
            int last = sources.FindLastIndex(source => NameOf(source) == added[i].Name);
            sources.Insert(last < 0 ? sources.Count : last + 1, ~i);
        }
        _sources = sources.ToArray();
        AddedCount = added.Length;

        var builder = new DataViewSchema.Builder();
        foreach (int source in _sources)
            builder.AddColumns([source >= 0 ? new DataViewSchema.DetachedColumn(input[source]) : added[~source]]);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public int AddedCount { get; }

    /// <summary>Whether the output column is one of the input, and its index among those or among the added ones.</summary>
    public bool IsInput(int outputIndex, out int index)
    {
        int source = _sources[outputIndex];
        index = source >= 0 ? source : ~source;
        return source >= 0;
    }

    /// <summary>Splits flags by output column into flags by input column and by added column.</summary>
    public (bool[] Input, bool[] Added) Split(bool[] active)
    {
        var input = new bool[InputSchema.Count];
        var added = new bool[AddedCount];
        for (int i = 0; i < active.Length; i++)
            (IsInput(i, out int index) ? input : added)[index] = active[i];
        return (input, added);
    }
}
