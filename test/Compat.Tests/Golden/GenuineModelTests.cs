using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Compat.Tests.Golden.Generate;

namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>Model files that the genuine library wrote (an intact one and damaged copies) in the library under test.</summary>
[TestClass]
public sealed class GenuineModelTests
{
    private sealed class Input
    {
        public float A;
        [VectorType(2)] public float[] Pair = [];
    }

    private static readonly string s_folder = Path.Combine(Section.Files, "errors");
    private static readonly Dictionary<string, JsonNode> s_cases = JsonNode.Parse(File.ReadAllText(Path.Combine(s_folder, "expected.json")))!.AsArray()
        .ToDictionary(c => (string)c!["case"]!, c => c!);

    // Concatenate(A, Pair) and NormalizeMinMax, fitted on A = i, Pair = (i, i * i % 7) for i from 0 to 19: the largest values are 19, 19 and 4.
    [TestMethod]
    public void AnIntactOneScalesLikeTheOneThatWasSaved()
    {
        var ml = new MLContext(seed: 1);
        ITransformer model = ml.Model.Load(Path.Combine(s_folder, "model.zip"), out DataViewSchema schema);
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Input { A = 19, Pair = [9.5f, 4] }, new Input { A = -38, Pair = [0, 1] } });

        CollectionAssert.AreEqual(
            new[] { "Label: Single", "Flag: Boolean", "Name: String", "A: Single", "Pair: Vector<Single, 2>", "Wide: Vector<Double, 2>", "Ragged: Vector<Single>" },
            schema.Select(c => $"{c.Name}: {c.Type}").ToArray());
        float[][] features = model.Transform(data).GetColumn<float[]>("Features").ToArray();
        float[][] expected = [[1, 0.5f, 1], [-2, 0, 0.25f]];
        for (int i = 0; i < expected.Length; i++)
            for (int j = 0; j < 3; j++)
                Assert.AreEqual(expected[i][j], features[i][j], 1e-6f, $"row {i}, slot {j}");
    }

    [TestMethod]
    [DataRow("an intact model", "model.zip")]
    [DataRow("a zip that is not a model", "not-a-model.zip")]
    [DataRow("a text file instead of a zip", "text.zip")]
    [DataRow("an empty file", "empty.zip")]
    [DataRow("a truncated zip", "truncated.zip")]
    [DataRow("a zip with a truncated entry", "truncated-entry.zip")]
    [DataRow("a zip without one of its entries", "missing-entry.zip")]
    [DataRow("a model whose assembly is missing", "missing-assembly.zip")]
    [DataRow("a model whose loader is unknown to its assembly", "unknown-loader.zip")]
    public void DamagedOnesAreRefusedInTheSameWay(string @case, string file)
    {
        JsonObject actual = Output.Try(@case, () =>
        {
            new MLContext().Model.Load(Path.Combine(s_folder, file), out _);
            return "no exception";
        }, s_folder);
        actual["code"] = s_cases[@case]["code"]!.DeepClone();
        JsonComparison.AssertSame(s_cases[@case], actual);
    }
}
