using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>A table that can be read any number of times.</summary>
internal abstract class TableSource
{
    private protected TableSource(string name) => Name = name;

    /// <summary>What messages call it: the file's path as the user gave it.</summary>
    public string Name { get; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>What stands between fields where its rows are written again.</summary>
    public virtual char Separator => ',';

    /// <summary>Whether a row is known by its line in a text file.</summary>
    public abstract bool HasLines { get; }

    /// <summary>What the number of a row counts.</summary>
    public string NumberWord => HasLines ? "line" : "row";

    /// <summary>The rows, anew at each enumeration.</summary>
    /// <exception cref="ToolException">One can't be read.</exception>
    public abstract IEnumerable<TableRow> Rows();

    /// <summary>Some rows, by their places among all of them, counted from 0.</summary>
    public IReadOnlyDictionary<int, TableRow> Pick(IReadOnlyCollection<int> places)
    {
        var wanted = places.ToHashSet();
        var found = new Dictionary<int, TableRow>();
        if (wanted.Count == 0)
            return found;
        int place = 0;
        foreach (TableRow row in Rows())
        {
            if (wanted.Contains(place))
                found[place] = row;
            if (found.Count == wanted.Count)
                break;
            place++;
        }
        return found;
    }

    /// <summary>How messages name a row.</summary>
    public string Place(long number) => $"{Name}, {NumberWord} {number}";

    /// <summary>Where a column is.</summary>
    /// <exception cref="ToolException">There is no such column.</exception>
    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }
        throw new ToolException($"{Name} has no column '{column}'; it has {Wording.Some(Columns)}.{Wording.DidYouMean(column, Columns)}");
    }
}
