using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

#nullable disable
#pragma warning disable CS0649 // fields of row classes are set by reflection

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class Transforms
{
    private class Row
    {
        public float A; public float B; public bool Flag; public string Colour; public int Count; public double Wide;
        [VectorType(2)] public float[] Pair;
        [VectorType(2)] public string[] Words;
    }
    private class Sums { public float Sum; public string Shout; }

    private static readonly float N = float.NaN;
    private static readonly Row[] Rows =
    [
        new() { A = 1.5f, B = N, Flag = true, Colour = "red", Count = 3, Wide = 0.1, Pair = [1, N], Words = ["x", "y"] },
        new() { A = -2, B = 4, Flag = false, Colour = "green", Count = -7, Wide = double.NaN, Pair = [0, 2], Words = ["y", "y"] },
        new() { A = N, B = 1, Flag = false, Colour = "red", Count = 0, Wide = 1e300, Pair = [N, N], Words = ["", "z"] },
        new() { A = 0, B = 2, Flag = true, Colour = "", Count = int.MaxValue, Wide = -1.25, Pair = [5, 6], Words = ["x", null] },
        new() { A = 7, B = N, Flag = true, Colour = "Blue", Count = 16777217, Wide = 3, Pair = [-3, 0], Words = ["z", "x"] },
        new() { A = 3, B = 9, Flag = false, Colour = null, Count = 1, Wide = 2, Pair = [2, 8], Words = ["y", "z"] },
        new() { A = 3, B = 9, Flag = false, Colour = " green", Count = 1, Wide = 2, Pair = [2, 8], Words = ["a", "b"] },
    ];

    public static void Write(string folder)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Rows);
        TransformsCatalog t = ml.Transforms;
        Output.Json(folder, "input.json", ViewJson.View(data));

        // The columns of each result that the case is about; the whole list of output columns stands beside them.
        JsonObject Run(string name, Func<IEstimator<ITransformer>> estimator, params string[] columns) => Output.Try(name, () =>
        {
            IDataView output = estimator().Fit(data).Transform(data);
            var picked = new JsonArray();
            foreach (string c in columns)
            {
                JsonObject json = ViewJson.Column(output.Schema[c]);
                json["values"] = ViewJson.Values(output, output.Schema[c]);
                picked.Add(json);
            }
            return new JsonObject { ["allColumns"] = Schemas.Names(output.Schema), ["columns"] = picked };
        });

        var replace = MissingValueReplacingEstimator.ReplacementMode.DefaultValue;
        var mean = MissingValueReplacingEstimator.ReplacementMode.Mean;
        Output.Json(folder, "expected.json", new JsonArray(
            Run("ReplaceMissingValues(A) default", () => t.ReplaceMissingValues("A", replacementMode: replace), "A"),
            Run("ReplaceMissingValues(Filled from B) mean", () => t.ReplaceMissingValues("Filled", "B", mean), "Filled"),
            Run("ReplaceMissingValues(Pair) default", () => t.ReplaceMissingValues("Pair"), "Pair"),
            Run("ReplaceMissingValues(Pair) mean by slot", () => t.ReplaceMissingValues("Pair", replacementMode: mean), "Pair"),
            Run("ReplaceMissingValues(Pair) mean, one for all slots", () => t.ReplaceMissingValues("Pair", replacementMode: mean, imputeBySlot: false), "Pair"),
            Run("ReplaceMissingValues(Wide) mean", () => t.ReplaceMissingValues("Wide", replacementMode: mean), "Wide"),
            Run("ReplaceMissingValues(Count) integer column", () => t.ReplaceMissingValues("Count"), "Count"),
            Run("OneHotEncoding(Colour) indicator", () => t.Categorical.OneHotEncoding("Hot", "Colour"), "Hot"),
            Run("OneHotEncoding(Colour) key", () => t.Categorical.OneHotEncoding("Hot", "Colour", OneHotEncodingEstimator.OutputKind.Key), "Hot"),
            Run("OneHotEncoding(Colour) bag", () => t.Categorical.OneHotEncoding("Hot", "Colour", OneHotEncodingEstimator.OutputKind.Bag), "Hot"),
            Run("OneHotEncoding(Colour) binary", () => t.Categorical.OneHotEncoding("Hot", "Colour", OneHotEncodingEstimator.OutputKind.Binary), "Hot"),
            Run("OneHotEncoding(Colour) indicator by value", () => t.Categorical.OneHotEncoding("Hot", "Colour", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue), "Hot"),
            Run("OneHotEncoding(Colour) at most 2 keys", () => t.Categorical.OneHotEncoding("Hot", "Colour", maximumNumberOfKeys: 2), "Hot"),
            Run("OneHotEncoding(Words) vector of text, indicator", () => t.Categorical.OneHotEncoding("Hot", "Words"), "Hot"),
            Run("OneHotEncoding(Words) vector of text, bag", () => t.Categorical.OneHotEncoding("Hot", "Words", OneHotEncodingEstimator.OutputKind.Bag), "Hot"),
            Run("MapValueToKey(Colour) by occurrence", () => t.Conversion.MapValueToKey("Key", "Colour"), "Key"),
            Run("MapValueToKey(Colour) by value", () => t.Conversion.MapValueToKey("Key", "Colour", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue), "Key"),
            Run("MapValueToKey(A) by occurrence", () => t.Conversion.MapValueToKey("Key", "A"), "Key"),
            Run("MapValueToKey(A) by value", () => t.Conversion.MapValueToKey("Key", "A", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue), "Key"),
            Run("MapValueToKey(Flag)", () => t.Conversion.MapValueToKey("Key", "Flag"), "Key"),
            Run("MapValueToKey(Words)", () => t.Conversion.MapValueToKey("Key", "Words"), "Key"),
            Run("MapValueToKey(Colour) then MapKeyToValue", () => t.Conversion.MapValueToKey("Key", "Colour").Append(t.Conversion.MapKeyToValue("Back", "Key")), "Back"),
            Run("ConvertType(Flag to Single)", () => t.Conversion.ConvertType("Number", "Flag", DataKind.Single), "Number"),
            Run("ConvertType(Count to Single)", () => t.Conversion.ConvertType("Number", "Count", DataKind.Single), "Number"),
            Run("ConvertType(Wide to Single)", () => t.Conversion.ConvertType("Number", "Wide", DataKind.Single), "Number"),
            Run("ConvertType(Pair to Double)", () => t.Conversion.ConvertType("Number", "Pair", DataKind.Double), "Number"),
            Run("ConvertType(A to Boolean)", () => t.Conversion.ConvertType("Number", "A", DataKind.Boolean), "Number"),
            Run("ConvertType(Colour to Single)", () => t.Conversion.ConvertType("Number", "Colour", DataKind.Single), "Number"),
            Run("Concatenate(A, Pair, B)", () => t.Concatenate("Features", "A", "Pair", "B"), "Features"),
            Run("Concatenate(A)", () => t.Concatenate("Features", "A"), "Features"),
            Run("Concatenate(A, A)", () => t.Concatenate("Features", "A", "A"), "Features"),
            Run("Concatenate over an input's own name", () => t.Concatenate("A", "A", "B"), "A"),
            Run("Concatenate(A, one-hot of Colour): slot names", () => t.Categorical.OneHotEncoding("Hot", "Colour").Append(t.Concatenate("Features", "A", "Hot")), "Features"),
            Run("Concatenate of a concatenation: slot names", () => t.Concatenate("First", "A", "B").Append(t.Concatenate("Features", "First", "Pair")), "Features"),
            Run("Concatenate then NormalizeMinMax: annotations", () => t.Concatenate("Features", "A", "B").Append(t.NormalizeMinMax("Features")), "Features"),
            Run("Concatenate text columns", () => t.Concatenate("Texts", "Colour", "Words"), "Texts"),
            Run("CopyColumns(Copy from Pair)", () => t.CopyColumns("Copy", "Pair"), "Copy"),
            Run("CopyColumns keeps annotations", () => t.Concatenate("Features", "A", "B").Append(t.CopyColumns("Copy", "Features")), "Copy"),
            Run("CopyColumns over an existing column", () => t.CopyColumns("A", "B"), "A"),
            Run("DropColumns(A, Words)", () => t.DropColumns("A", "Words"), "B"),
            Run("SelectColumns(B, A)", () => t.SelectColumns("B", "A"), "A", "B"),
            Run("CustomMapping(Sum, Shout)", () => t.CustomMapping<Row, Sums>((i, o) => { o.Sum = i.A + i.Pair[1]; o.Shout = i.Colour?.ToUpperInvariant() + "!"; }, contractName: null), "Sum", "Shout")));
    }
}
