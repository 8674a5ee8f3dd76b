using System.Text.Json.Nodes;
using ProtoAnomaly.Compat.Tests.Golden.Generate;

namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>Every case of the golden files, asked of the library under test. Text and exceptions must be the same.</summary>
[TestClass]
public sealed class GoldenTests
{
    // Areas and rates are sums and quotients of Doubles, in which the order of the terms shows in the last digits.
    private const double EvaluatorTolerance = 1e-12;

    // A mean is a sum over the rows in Single or Double, then rounded to Single (24 bits, 6e-8): two units of it.
    private const double MeanTolerance = 2e-7;

    private static readonly Section s_evaluator = new("anomaly-evaluator", AnomalyEvaluator.Write);
    private static readonly Section s_transforms = new("transforms", Generate.Transforms.Write);
    private static readonly Section s_textLoader = new("text-loader", TextFiles.Write);
    private static readonly Section s_errors = new("errors", Errors.Write);
    private static readonly Section s_schema = new("schema", Schemas.Write);

    private static readonly Section[] s_sections = [s_evaluator, s_transforms, s_textLoader, s_errors, s_schema];

    private static IEnumerable<string> EvaluatorCases => s_evaluator.CaseNames();
    private static IEnumerable<string> TransformCases => s_transforms.CaseNames();
    private static IEnumerable<string> TextLoaderCases => s_textLoader.CaseNames();
    private static IEnumerable<string> ErrorCases => s_errors.CaseNames();
    private static IEnumerable<string> SchemaCases => s_schema.CaseNames();
    private static IEnumerable<string> ShapeCases => s_schema.CaseNames("shapes.json");

    [ClassCleanup]
    public static void Clean() => Array.ForEach(s_sections, s => s.Delete());

    [TestMethod, DynamicData(nameof(EvaluatorCases))]
    public void Evaluator(string @case) => Check(s_evaluator, @case, tolerance: EvaluatorTolerance);

    [TestMethod, DynamicData(nameof(TransformCases))]
    public void Transforms(string @case) =>
        Check(s_transforms, @case, tolerance: @case.Contains(" mean", StringComparison.Ordinal) ? MeanTolerance : 0);

    [TestMethod, DynamicData(nameof(TextLoaderCases))]
    public void TextLoader(string @case) => Check(s_textLoader, @case);

    [TestMethod, DynamicData(nameof(ErrorCases))]
    public void ErrorMessages(string @case) => Check(s_errors, @case);

    [TestMethod, DynamicData(nameof(SchemaCases))]
    public void Schema(string @case) => Check(s_schema, @case);

    [TestMethod, DynamicData(nameof(ShapeCases))]
    public void SchemaShape(string @case) => Check(s_schema, @case, "shapes.json");

    [TestMethod]
    [DataRow("schema", "keys.json")]
    [DataRow("transforms", "input.json")]
    public void WholeFiles(string section, string file)
    {
        Section s = s_sections.Single(x => x.Name == section);
        JsonComparison.AssertSame(JsonNode.Parse(File.ReadAllText(s.ExpectedFile(file))), JsonNode.Parse(File.ReadAllText(s.ActualFile(file))));
    }

    // The questions themselves: were an input to change, the answers would mean nothing.
    [TestMethod]
    [DataRow("anomaly-evaluator")]
    [DataRow("text-loader")]
    public void InputsAreTheSameBytes(string section)
    {
        Section s = s_sections.Single(x => x.Name == section);
        foreach (string file in Directory.GetFiles(Path.Combine(Section.Files, section)).Select(f => Path.GetFileName(f)).Where(f => f != "expected.json"))
            CollectionAssert.AreEqual(File.ReadAllBytes(s.ExpectedFile(file)), File.ReadAllBytes(s.ActualFile(file)), file);
    }

    [TestMethod]
    public void CasesAreTheSameInTheSameOrder()
    {
        foreach (Section s in s_sections)
            Assert.AreEqual(string.Join('\n', s.CaseNames()), string.Join('\n', s.ActualCaseNames()), s.Name);
    }

    private static void Check(Section section, string @case, string file = "expected.json", double tolerance = 0)
    {
        JsonComparison.AssertSame(section.Expected(@case, file), section.Actual(@case, file), tolerance);
    }
}
