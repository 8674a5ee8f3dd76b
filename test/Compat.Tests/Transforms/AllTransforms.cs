using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>Every estimator once or more, by name, with the input columns that its output needs.</summary>
internal static class AllTransforms
{
    public static IEnumerable<string> Names => Make(new MLContext(seed: 1)).Select(t => t.Name);

    public static (IEstimator<ITransformer> Estimator, string[] Inputs) Get(MLContext ml, string name)
    {
        (_, IEstimator<ITransformer> estimator, string[] inputs) = Make(ml).Single(t => t.Name == name);
        return (estimator, inputs);
    }

    private static IEnumerable<(string Name, IEstimator<ITransformer> Estimator, string[] Inputs)> Make(MLContext ml)
    {
        TransformsCatalog t = ml.Transforms;
        (string, IEstimator<ITransformer>, string[]) Of(string name, IEstimator<ITransformer> estimator, params string[] inputs) => (name, estimator, inputs);
        var mode = new Func<MissingValueReplacingEstimator.ReplacementMode, IEstimator<ITransformer>>(m => t.ReplaceMissingValues("Out", "Vector", m));
        yield return Of("Concatenate", t.Concatenate("Out", "A", "Vector", "B"), "A", "Vector", "B");
        yield return Of("Concatenate sparse", t.Concatenate("Out", "Sparse", "A"), "Sparse", "A");
        yield return Of("CopyColumns", t.CopyColumns("Out", "Words"), "Words");
        yield return Of("NormalizeMinMax scalar", t.NormalizeMinMax("Out", "B"), "B");
        yield return Of("NormalizeMinMax double vector", t.NormalizeMinMax("Out", "Pair", fixZero: false), "Pair");
        yield return Of("NormalizeMinMax sparse", t.NormalizeMinMax("Out", "Sparse"), "Sparse");
        yield return Of("NormalizeMeanVariance", t.NormalizeMeanVariance("Out", "Vector", fixZero: false), "Vector");
        yield return Of("NormalizeMeanVariance double", t.NormalizeMeanVariance("Out", "Wide"), "Wide");
        yield return Of("NormalizeMeanVariance useCdf", t.NormalizeMeanVariance("Out", "Vector", useCdf: true), "Vector");
        yield return Of("ReplaceMissingValues default", mode(MissingValueReplacingEstimator.ReplacementMode.DefaultValue), "Vector");
        yield return Of("ReplaceMissingValues mean", mode(MissingValueReplacingEstimator.ReplacementMode.Mean), "Vector");
        yield return Of("ReplaceMissingValues minimum", mode(MissingValueReplacingEstimator.ReplacementMode.Minimum), "Vector");
        yield return Of("ReplaceMissingValues maximum", mode(MissingValueReplacingEstimator.ReplacementMode.Maximum), "Vector");
        yield return Of("ReplaceMissingValues mode", mode(MissingValueReplacingEstimator.ReplacementMode.Mode), "Vector");
        yield return Of("ReplaceMissingValues scalar mean", t.ReplaceMissingValues("Out", "A", MissingValueReplacingEstimator.ReplacementMode.Mean), "A");
        foreach (OneHotEncodingEstimator.OutputKind kind in Enum.GetValues<OneHotEncodingEstimator.OutputKind>())
        {
            yield return Of($"OneHotEncoding {kind}", t.Categorical.OneHotEncoding("Out", "Colour", kind), "Colour");
            yield return Of($"OneHotEncoding {kind} of vectors", t.Categorical.OneHotEncoding("Out", "Words", kind), "Words");
        }
        yield return Of("ConvertType to text", t.Conversion.ConvertType("Out", "Wide", DataKind.String), "Wide");
        yield return Of("ConvertType of a vector", t.Conversion.ConvertType("Out", "Pair"), "Pair");
        yield return Of("MapValueToKey text", t.Conversion.MapValueToKey("Out", "Colour"), "Colour");
        yield return Of("MapValueToKey Single", t.Conversion.MapValueToKey("Out", "A", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue), "A");
        yield return Of("MapValueToKey Boolean", t.Conversion.MapValueToKey("Out", "Flag"), "Flag");
        yield return Of("MapValueToKey Int32 as text", t.Conversion.MapValueToKey("Out", "Count", addKeyValueAnnotationsAsText: true), "Count");
        yield return Of("MapValueToKey of keys", t.Conversion.MapValueToKey("Out", "Key"), "Key");
        yield return Of("MapKeyToValue", t.Conversion.MapValueToKey("Mid", "Words").Append(t.Conversion.MapKeyToValue("Out", "Mid")), "Words");
        yield return Of("MapKeyToVector", t.Conversion.MapKeyToVector("Out", "Key"), "Key");
        yield return Of("MapKeyToBinaryVector", t.Conversion.MapKeyToBinaryVector("Out", "Key"), "Key");
        yield return Of("SelectColumns", t.CopyColumns("Out", "A").Append(t.SelectColumns("Count", "Out")), "A");
        yield return Of("DropColumns", t.CopyColumns("Out", "A").Append(t.DropColumns("A", "Vector")), "A");
        yield return Of("CustomMapping", t.CustomMapping(new DoublingFactory().GetMapping(), DoublingFactory.Contract), "Count");
        yield return Of("RandomizedPca", t.CopyColumns("Out", "Sparse").Append(ml.AnomalyDetection.Trainers.RandomizedPca("Out", rank: 2, seed: 1)), "Sparse");
    }
}

internal sealed class CountRow
{
    public int Count { get; set; }
}

internal sealed class DoubledRow
{
    public long Out { get; set; }
}

[CustomMappingFactoryAttribute(Contract)]
internal sealed class DoublingFactory : CustomMappingFactory<CountRow, DoubledRow>
{
    public const string Contract = "Doubling";

    public override Action<CountRow, DoubledRow> GetMapping() => Double;

    private static void Double(CountRow input, DoubledRow output) => output.Out = 2L * input.Count;
}
