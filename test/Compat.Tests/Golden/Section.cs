using System.Text.Json.Nodes;

namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>
/// One folder of golden files: its cases as the genuine library answered them, and the same cases as the library
/// under test answers them. The latter are computed on first use, once, into a temporary folder.
/// </summary>
internal sealed class Section
{
    /// <summary>The golden files beside the tests.</summary>
    public static readonly string Files = Path.Combine(AppContext.BaseDirectory, "Golden", "files");

    private readonly Lazy<string> _actualFolder;
    private readonly Dictionary<string, Lazy<Dictionary<string, JsonNode>>> _actual = [];

    /// <param name="name">The folder's name.</param>
    /// <param name="write">Writes files of the same names as the golden ones into a folder.</param>
    public Section(string name, Action<string> write)
    {
        Name = name;
        _actualFolder = new(() =>
        {
            string folder = Directory.CreateTempSubdirectory("golden-" + name).FullName;
            write(folder);
            return folder;
        });
    }

    public string Name { get; }

    /// <summary>The names of the cases in a golden file, in its order.</summary>
    public IEnumerable<string> CaseNames(string file = "expected.json") => Cases(Path.Combine(Files, Name), file).Keys;

    public JsonNode Expected(string @case, string file = "expected.json") => Cases(Path.Combine(Files, Name), file)[@case];

    public JsonNode Actual(string @case, string file = "expected.json")
    {
        Dictionary<string, JsonNode> cases = ActualCases(file);
        Assert.IsTrue(cases.ContainsKey(@case), $"No such case was written; those written: {string.Join("; ", cases.Keys)}");
        return cases[@case];
    }

    public IEnumerable<string> ActualCaseNames(string file = "expected.json") => ActualCases(file).Keys;

    public string ActualFile(string file) => Path.Combine(_actualFolder.Value, file);

    public string ExpectedFile(string file) => Path.Combine(Files, Name, file);

    public void Delete()
    {
        if (_actualFolder.IsValueCreated)
            Directory.Delete(_actualFolder.Value, recursive: true);
    }

    private Dictionary<string, JsonNode> ActualCases(string file)
    {
        if (!_actual.TryGetValue(file, out var cases))
            _actual[file] = cases = new(() => Cases(_actualFolder.Value, file));
        return cases.Value;
    }

    private static Dictionary<string, JsonNode> Cases(string folder, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsArray().ToDictionary(c => CaseName(c!.AsObject()), c => c!);

    // A case is told from the others by its name, and in some files also by its input file or parameter.
    private static string CaseName(JsonObject c) => (c.ContainsKey("file") ? c["file"] + ": " : "") + c["case"]
        + (c.ContainsKey("falsePositiveCount") ? ", falsePositiveCount " + c["falsePositiveCount"] : "");
}
