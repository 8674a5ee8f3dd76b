using System.Globalization;
using System.Text.Json.Nodes;

namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>Says where two JSON documents differ.</summary>
/// <param name="relativeTolerance">By how much numbers, which the golden files hold as text, may differ; 0: text must be equal.</param>
internal sealed class JsonComparison(double relativeTolerance = 0)
{
    // Their messages are the runtime's own words and change with its version and system; types and order do not.
    private static readonly string[] RuntimeExceptions =
    [
        "System.IO.FileNotFoundException", "System.IO.FileLoadException", "System.IO.InvalidDataException", "System.Reflection.TargetInvocationException",
    ];

    private readonly List<string> _differences = [];

    /// <summary>One line for each difference; empty when there is none.</summary>
    public static string Differences(JsonNode? expected, JsonNode? actual, double relativeTolerance = 0)
    {
        var comparison = new JsonComparison(relativeTolerance);
        comparison.Compare("", expected, actual);
        return string.Join('\n', comparison._differences);
    }

    public static void AssertSame(JsonNode? expected, JsonNode? actual, double relativeTolerance = 0)
    {
        string differences = Differences(expected, actual, relativeTolerance);
        if (differences.Length > 0)
            Assert.Fail("\n" + differences);
    }

    public static bool IsClose(string expected, string actual, double relativeTolerance)
    {
        if (expected == actual)
            return true;
        return relativeTolerance > 0 && Number(expected) is { } e && Number(actual) is { } a && double.IsFinite(e) && double.IsFinite(a)
            && Math.Abs(e - a) <= relativeTolerance * Math.Max(1e-30, Math.Max(Math.Abs(e), Math.Abs(a)));
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private void Compare(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject e, JsonObject a):
                CompareObjects(path, e, a);
                break;
            case (JsonArray e, JsonArray a):
                if (e.Count != a.Count)
                    Add(path, e, a, "another length");
                else
                    for (int i = 0; i < e.Count; i++)
                        Compare($"{path}[{i}]", e[i], a[i]);
                break;
            case (JsonValue e, JsonValue a):
                if (e.GetValueKind() != a.GetValueKind() || !IsClose(e.ToString(), a.ToString(), relativeTolerance))
                    Add(path, e, a, "");
                break;
            case (null, null):
                break;
            default:
                Add(path, expected, actual, "");
                break;
        }
    }

    private void CompareObjects(string path, JsonObject expected, JsonObject actual)
    {
        bool byRuntime = path.EndsWith("exception", StringComparison.Ordinal) | path.EndsWith("inner", StringComparison.Ordinal)
            && RuntimeExceptions.Contains((string?)expected["type"]);
        // What the zip reader trips over first depends on the runtime.
        bool isEnd = byRuntime && (string?)expected["type"] == "System.IO.InvalidDataException";
        foreach (string key in expected.Select(p => p.Key).Union(actual.Select(p => p.Key)))
        {
            if ((byRuntime && key == "message") || (isEnd && key == "inner"))
                continue;
            if (expected.ContainsKey(key) && actual.ContainsKey(key))
                Compare($"{path}.{key}", expected[key], actual[key]);
            else
                Add($"{path}.{key}", expected[key], actual[key], expected.ContainsKey(key) ? "missing" : "not expected");
        }
    }

    private void Add(string path, JsonNode? expected, JsonNode? actual, string what) =>
        _differences.Add($"{path}: {what}\n  expected {Shown(expected)}\n  actual   {Shown(actual)}");

    private static string Shown(JsonNode? node)
    {
        string text = node?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "nothing";
        return text.Length > 600 ? text[..600] + "…" : text;
    }
}
