using System.IO.Compression;
using System.Text;

namespace ProtoAnomaly.Compat.Tests.Api;

/// <summary>One line of an API list, see README.md beside it.</summary>
internal sealed record ApiLine(string Text)
{
    private static readonly string[] s_columns =
        ["assembly", "visibility", "kind", "id", "type", "default values", "flags", "parameters"];

    private readonly string[] _columns = Text.Split('\t');

    public string Assembly => _columns[0];
    public string Kind => _columns[2];
    public string Id => _columns[3];
    public string Type => _columns[4];
    public string[] Flags => _columns[6].Split(' ');

    /// <summary>The id without the parameters: what overloads share.</summary>
    public string Name => Id.Split('(')[0];

    /// <summary>The id of the declaring type without its kind, of a type the namespace.</summary>
    public string Owner => Name.LastIndexOf('.') is > 2 and var dot ? Name[2..dot] : "";

    /// <summary>The columns in which two lines differ, one per text line.</summary>
    public string DifferencesTo(ApiLine listed) => string.Join('\n', s_columns.Zip(_columns, listed._columns)
        .Where(c => c.Second != c.Third).Select(c => $"    {c.First}: \"{c.Second}\", listed: \"{c.Third}\""));
}

/// <summary>A list of what a genuine assembly offers.</summary>
internal sealed class ApiList
{
    private readonly HashSet<string> _texts;
    private readonly ILookup<string, ApiLine> _byId, _byName, _byOwner;

    public ApiList(IEnumerable<string> lines)
    {
        Lines = lines.Select(l => new ApiLine(l)).ToArray();
        _texts = Lines.Select(l => l.Text).ToHashSet();
        _byId = Lines.ToLookup(l => l.Id);
        _byName = Lines.ToLookup(l => l.Name);
        _byOwner = Lines.ToLookup(l => l.Kind + l.Owner);
    }

    public IReadOnlyList<ApiLine> Lines { get; }

    public static readonly Lazy<ApiList> Public = new(() => new(["ml-5.0.0-public", "torchsharp-0.106.0-public"]));
    public static readonly Lazy<ApiList> All = new(() => new(["ml-5.0.0-public", "ml-5.0.0-internal", "torchsharp-0.106.0-public"]));

    private ApiList(string[] names) : this(names.SelectMany(Read)) { }

    public bool Contains(ApiLine line) => _texts.Contains(line.Text);

    public IEnumerable<ApiLine> WithId(string id) => _byId[id];

    /// <summary>A line that is not in the list, and the listed one that it was probably meant to be.</summary>
    public string Explain(ApiLine extra)
    {
        string head = $"{extra.Assembly}  {extra.Id}";
        if (_byId[extra.Id].FirstOrDefault() is { } same)
            return $"{head}\n{extra.DifferencesTo(same)}";
        IEnumerable<ApiLine> candidates = _byName[extra.Name];
        if (!candidates.Any())
            candidates = _byOwner[extra.Kind + extra.Owner];
        ApiLine? nearest = candidates.MinBy(l => EditDistance(l.Id, extra.Id));
        return nearest is null ? $"{head}\n    nothing like it is listed" : $"{head}\n    nearest: {nearest.Id}\n{extra.DifferencesTo(nearest)}";
    }

    private static IEnumerable<string> Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Api", name + ".txt.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int next = Math.Min(Math.Min(row[j], row[j + 1]) + 1, diagonal + (a[i] == b[j] ? 0 : 1));
                diagonal = row[j + 1];
                row[j + 1] = next;
            }
        }
        return row[^1];
    }
}
