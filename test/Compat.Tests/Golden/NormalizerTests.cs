using System.Globalization;
using ProtoAnomaly.Compat.Tests.Golden.Generate;

namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>The golden normalizer values: one case for each estimator, set fitted on and set applied to.</summary>
[TestClass]
public sealed class NormalizerTests
{
    // Means and variances are sums over rows, the results are Singles: a few units of their 24 bits.
    private const double Tolerance = 5e-7;

    // useCdf adds 1 to an error function, which cancels where it is close to -1: there its own Single shows.
    private const double CdfTolerance = 1e-7;

    private static readonly Lazy<Dictionary<string, string[]>> s_expected = new(() => Cases(Path.Combine(Section.Files, "normalizers")));
    private static readonly Lazy<Dictionary<string, string[]>> s_actual = new(() =>
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("golden-normalizers");
        try
        {
            Normalizers.Write(folder.FullName);
            return Cases(folder.FullName);
        }
        finally { folder.Delete(recursive: true); }
    });

    private static IEnumerable<string> CaseNames => s_expected.Value.Keys;

    [TestMethod, DynamicData(nameof(CaseNames))]
    public void Values(string @case)
    {
        string[] expected = s_expected.Value[@case];
        string[] actual = s_actual.Value.GetValueOrDefault(@case) ?? [];
        Assert.HasCount(expected.Length, actual, $"Rows missing; what was written instead: {string.Join("; ", s_actual.Value.Keys.Except(CaseNames))}");
        bool isCdf = @case.Contains("useCdf=true", StringComparison.Ordinal);
        var differences = expected.Zip(actual).Where(p => !p.First.Split(',').Zip(p.Second.Split(','))
            .All(n => JsonComparison.IsClose(n.First, n.Second, Tolerance)
                || (isCdf && Math.Abs(Number(n.First) - Number(n.Second)) <= CdfTolerance))).Select(p => $"expected {p.First}\n  actual {p.Second}").ToArray();
        Assert.IsEmpty(differences, string.Join('\n', differences));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // Lines by their first three columns; what is left of a line is the row's number and its four values.
    private static Dictionary<string, string[]> Cases(string folder) => File.ReadLines(Path.Combine(folder, "expected.csv")).Skip(1)
        .Select(l => l.Split(',', 4)).GroupBy(p => string.Join(", ", p.Take(3)), p => p[^1]).ToDictionary(g => g.Key, g => g.ToArray());
}
