using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>Records in a file, a line of JSON each, so that a run that was interrupted goes on where it ended.</summary>
internal sealed class JsonLines<T>
{
    // Rankings without anomalies have no figures.
    private static readonly JsonSerializerOptions Format = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly string _path;
    private readonly List<T> _all = [];

    public JsonLines(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _path = path;
        if (File.Exists(path))
            _all.AddRange(File.ReadLines(path).Select(line => JsonSerializer.Deserialize<T>(line, Format)!));
    }

    public IReadOnlyList<T> All => _all;

    public void Add(T record)
    {
        File.AppendAllText(_path, JsonSerializer.Serialize(record, Format) + "\n");
        _all.Add(record);
    }
}
