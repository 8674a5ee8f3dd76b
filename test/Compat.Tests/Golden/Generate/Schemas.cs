using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

#nullable disable
#pragma warning disable CS0649 // fields of row classes are set by reflection

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class Schemas
{
    private class Row
    {
        public float Label; public float A; public float B; public bool Flag; public string Colour; public double Wide; public int Count;
        public long Long; public byte Byte; public DateTime When; public TimeSpan Span; [KeyType(5)] public uint Key;
        [VectorType(3)] public float[] Vector; public float[] Ragged; [VectorType(2)] public string[] Words;
    }

    private class KeyRow { [KeyType(5)] public uint Key; }

    public static JsonArray Names(DataViewSchema schema) =>
        new(schema.Select(c => (JsonNode)JsonValue.Create($"{c.Index} {c.Name}: {c.Type}{(c.IsHidden ? " (hidden)" : "")}")).ToArray());

    public static void Write(string folder)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(i => new Row
        {
            Label = i % 10 == 0 ? 1 : 0, A = i % 7, B = -i % 5, Colour = i % 3 == 0 ? "red" : "green", Vector = [i % 4, 1, i % 9], Ragged = [1], Words = ["a", "b"], Key = 1 + (uint)i % 5,
        }));
        TransformsCatalog t = ml.Transforms;
        JsonObject Case(string name, Func<DataViewSchema> schema) => Output.Try(name, () =>
        {
            DataViewSchema s = schema();
            return new JsonObject
            {
                ["schemaToString"] = s.ToString(),
                ["columnsToString"] = new JsonArray(s.Select(c => (JsonNode)JsonValue.Create(c.ToString())).ToArray()),
                ["columns"] = new JsonArray(s.Select(c => (JsonNode)ViewJson.Column(c)).ToArray()),
            };
        });
        var pipeline = t.Categorical.OneHotEncoding("Hot", "Colour")
            .Append(t.Conversion.ConvertType("FlagNumber", "Flag"))
            .Append(t.Concatenate("Features", "A", "B", "FlagNumber", "Hot", "Vector"))
            .Append(t.ReplaceMissingValues("Features"))
            .Append(t.NormalizeMinMax("Features"))
            .AppendCacheCheckpoint(ml)
            .Append(ml.AnomalyDetection.Trainers.RandomizedPca(rank: 3, seed: 1));
        Output.Json(folder, "expected.json", new JsonArray(
            Case("input: every field type", () => data.Schema),
            Case("Concatenate, NormalizeMinMax", () => t.Concatenate("Features", "A", "B").Append(t.NormalizeMinMax("Features")).Fit(data).Transform(data).Schema),
            Case("pipeline: one-hot, convert, concatenate, replace, normalize, cache, RandomizedPca", () => pipeline.Fit(data).Transform(data).Schema),
            Case("the same, then the label mapped to a key and back", () => pipeline.Append(t.Conversion.MapValueToKey("LabelKey", "Label"))
                .Append(t.Conversion.MapKeyToValue("LabelBack", "LabelKey")).Fit(data).Transform(data).Schema),
            Case("GetOutputSchema of the fitted pipeline", () => pipeline.Fit(data).GetOutputSchema(data.Schema)),
            Case("TakeRows, Cache, SelectColumns", () => t.SelectColumns("Label", "A").Fit(data).Transform(ml.Data.Cache(ml.Data.TakeRows(data, 3))).Schema),
            Case("loaded model's input schema", () =>
            {
                var stream = new MemoryStream();
                ml.Model.Save(pipeline.Fit(data), data.Schema, stream);
                stream.Position = 0;
                ml.Model.Load(stream, out DataViewSchema loaded);
                return loaded;
            })));

        // Key fields of a row class: the field's values, the raw values in the view, and the field's values read back.
        uint[] fieldValues = [0, 1, 2, 3, 4, 5, 6, uint.MaxValue];
        IDataView keys = ml.Data.LoadFromEnumerable(fieldValues.Select(k => new KeyRow { Key = k }));
        Output.Json(folder, "keys.json", new JsonObject
        {
            ["type"] = keys.Schema["Key"].Type.ToString(),
            ["fieldValues"] = ViewJson.Json(fieldValues),
            ["rawValues"] = ViewJson.Values(keys, keys.Schema["Key"]),
            ["readBack"] = ViewJson.Json(ml.Data.CreateEnumerable<KeyRow>(keys, reuseRowObject: false).Select(r => r.Key).ToArray()),
        });

        // What an estimator promises before it is fitted.
        JsonArray Shape(SchemaShape s) => new(s.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Name, ["kind"] = c.Kind.ToString(), ["itemType"] = c.ItemType.ToString(), ["isKey"] = c.IsKey,
            ["annotations"] = new JsonArray(c.Annotations.Select(a => (JsonNode)JsonValue.Create($"{a.Name}: {a.Kind} {a.ItemType} key={a.IsKey}")).ToArray()),
        }).ToArray());
        Output.Json(folder, "shapes.json", new JsonArray(
            Output.Try("input", () => Shape(ShapeAfter(t.CopyColumns("LabelCopy", "Label"), before: true))),
            Output.Try("pipeline", () => Shape(ShapeAfter(pipeline, before: false)))));

        SchemaShape ShapeAfter(IEstimator<ITransformer> estimator, bool before)
        {
            var recorder = new Recorder(t.DropColumns("Ragged"));
            var chain = before ? new EstimatorChain<ITransformer>().Append(recorder).Append(estimator) : new EstimatorChain<ITransformer>().Append(estimator).Append(recorder);
            chain.Fit(data);
            return recorder.Seen;
        }
    }

    // A chain shows each of its estimators the schema shape that reaches it: there is no public way to make one.
    private sealed class Recorder(IEstimator<ITransformer> inner) : IEstimator<ITransformer>
    {
        public SchemaShape Seen { get; private set; }
        public ITransformer Fit(IDataView input) => inner.Fit(input);
        public SchemaShape GetOutputSchema(SchemaShape input) => Seen = input;
    }
}
