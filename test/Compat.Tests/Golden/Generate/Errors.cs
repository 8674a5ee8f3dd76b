using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

#nullable disable
#pragma warning disable CS0649 // fields of row classes are set by reflection

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class Errors
{
    private class Row { public float Label; public bool Flag; public string Name; public float A; [VectorType(2)] public float[] Pair; [VectorType(2)] public double[] Wide; public float[] Ragged; }
    private class Scored<T> { public T Label; public float Score; public bool PredictedLabel; }
    private class NoPredicted { public float Label; public float Score; }
    private class WideScore { public float Label; public double Score; public bool PredictedLabel; }
    private class TextPredicted { public float Label; public float Score; public string PredictedLabel; }
    private class Only { public float A; }
    private class Prediction { public float Score; }

    public static void Write(string folder)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Row
        {
            Label = i % 2, Flag = i % 2 == 1, Name = "n" + i, A = i, Pair = [i, i * i % 7], Wide = [i, 1], Ragged = new float[1 + i % 3],
        }));
        IDataView other = ml.Data.LoadFromEnumerable(new[] { new Only { A = 1 } });
        IDataView empty = ml.Data.FilterRowsByColumn(data, "A", lowerBound: 1000);
        AnomalyDetectionCatalog anomaly = ml.AnomalyDetection;
        TransformsCatalog t = ml.Transforms;
        IDataView Scores<T>(T zero, T one) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 6).Select(i => new Scored<T> { Label = i % 2 == 0 ? zero : one, Score = i }));

        string model = Path.Combine(folder, "model.zip");
        ITransformer fitted = t.Concatenate("Features", "A", "Pair").Append(t.NormalizeMinMax("Features")).Fit(data);
        ml.Model.Save(fitted, data.Schema, model);
        DamagedModels(folder, model);

        var cases = new JsonArray();
        void Add(string name, string code, Action action)
        {
            JsonObject json = Output.Try(name, () => { action(); return "no exception"; }, folder);
            json.Insert(1, "code", code);
            cases.Add(json);
        }
        void Fit(string name, string code, Func<IEstimator<ITransformer>> e, IDataView d = null) => Add(name, code, () => e().Fit(d ?? data));
        void Load(string name, string file) => Add(name, $"mlContext.Model.Load(\"{file}\", out _)", () => new MLContext().Model.Load(Path.Combine(folder, file), out _));

        Fit("missing column in Concatenate, fit only", "Concatenate(\"Features\", \"A\", \"Nope\").Fit", () => t.Concatenate("Features", "A", "Nope"));
        Add("missing column in Concatenate", "Concatenate(\"Features\", \"A\", \"Nope\").Fit.Transform", () => t.Concatenate("Features", "A", "Nope").Fit(data).Transform(data));
        Fit("Concatenate of different types, fit only", "Concatenate(\"Features\", \"A\", \"Name\").Fit", () => t.Concatenate("Features", "A", "Name"));
        Add("Concatenate of different types", "Concatenate(\"Features\", \"A\", \"Name\").Fit.Transform", () => t.Concatenate("Features", "A", "Name").Fit(data).Transform(data));
        Add("Concatenate of different types in a chain", "Concatenate(\"Features\", \"A\", \"Name\").Append(NormalizeMinMax(\"Features\")).Fit", () =>
            t.Concatenate("Features", "A", "Name").Append(t.NormalizeMinMax("Features")).Fit(data));
        Add("Concatenate without inputs", "Concatenate(\"Features\").Fit", () => t.Concatenate("Features").Fit(data));
        Fit("missing column in NormalizeMinMax", "NormalizeMinMax(\"Nope\").Fit", () => t.NormalizeMinMax("Nope"));
        Fit("text column in NormalizeMinMax", "NormalizeMinMax(\"Name\").Fit", () => t.NormalizeMinMax("Name"));
        Fit("missing column in CopyColumns", "CopyColumns(\"X\", \"Nope\").Fit", () => t.CopyColumns("X", "Nope"));
        Fit("missing column in DropColumns", "DropColumns(\"Nope\").Fit", () => t.DropColumns("Nope"));
        Fit("missing column in OneHotEncoding", "OneHotEncoding(\"Nope\").Fit", () => t.Categorical.OneHotEncoding("Nope"));
        Fit("missing column in MapValueToKey", "MapValueToKey(\"Nope\").Fit", () => t.Conversion.MapValueToKey("Nope"));
        Fit("text column in ReplaceMissingValues", "ReplaceMissingValues(\"Name\").Fit", () => t.ReplaceMissingValues("Name"));
        Fit("missing column in ConvertType", "ConvertType(\"Nope\").Fit", () => t.Conversion.ConvertType("Nope"));
        Fit("missing feature column of a trainer", "RandomizedPca(\"Nope\", rank: 1).Fit", () => anomaly.Trainers.RandomizedPca("Nope", rank: 1));
        Fit("scalar feature column of a trainer", "RandomizedPca(\"A\", rank: 1).Fit", () => anomaly.Trainers.RandomizedPca("A", rank: 1));
        Fit("text feature column of a trainer", "RandomizedPca(\"Name\", rank: 1).Fit", () => anomaly.Trainers.RandomizedPca("Name", rank: 1));
        Fit("vector of doubles as feature column of a trainer", "RandomizedPca(\"Wide\", rank: 1).Fit", () => anomaly.Trainers.RandomizedPca("Wide", rank: 1));
        Fit("vector of unknown size as feature column of a trainer", "RandomizedPca(\"Ragged\", rank: 1).Fit", () => anomaly.Trainers.RandomizedPca("Ragged", rank: 1));
        Fit("missing weight column of a trainer", "RandomizedPca(\"Pair\", \"Nope\", rank: 1).Fit", () => anomaly.Trainers.RandomizedPca("Pair", "Nope", rank: 1));
        Fit("text weight column of a trainer", "RandomizedPca(\"Pair\", \"Name\", rank: 1).Fit", () => anomaly.Trainers.RandomizedPca("Pair", "Name", rank: 1));
        Fit("rank above the number of slots", "RandomizedPca(\"Pair\", rank: 5).Fit", () => anomaly.Trainers.RandomizedPca("Pair", rank: 5));
        Fit("training on no rows", "RandomizedPca(\"Pair\", rank: 1).Fit(empty)", () => anomaly.Trainers.RandomizedPca("Pair", rank: 1), empty);
        Add("rank 0", "RandomizedPca(\"Pair\", rank: 0)", () => anomaly.Trainers.RandomizedPca("Pair", rank: 0).Fit(data));
        Add("missing column in the first estimator of a chain", "Concatenate(\"Features\", \"Nope\").Append(RandomizedPca(\"Features\")).Fit", () =>
            t.Concatenate("Features", "Nope").Append(anomaly.Trainers.RandomizedPca("Features")).Fit(data));
        Add("transforming data that lacks an input column", "fitted.Transform(other)", () => fitted.Transform(other));
        Add("scoring a vector of another size", "pca.Transform(3 slots)", () =>
        {
            var pca = anomaly.Trainers.RandomizedPca("Pair", rank: 1).Fit(data);
            pca.Transform(t.DropColumns("Pair").Append(t.Concatenate("Pair", "A", "A", "A")).Fit(data).Transform(data)).GetColumn<float>("Score").ToArray();
        });

        Add("Evaluate with a bool label", "AnomalyDetection.Evaluate", () => anomaly.Evaluate(Scores(false, true)));
        Add("Evaluate with an int label", "AnomalyDetection.Evaluate", () => anomaly.Evaluate(Scores(0, 1)));
        Add("Evaluate with a double label", "AnomalyDetection.Evaluate", () => anomaly.Evaluate(Scores(0.0, 1.0)));
        Add("Evaluate with a text label", "AnomalyDetection.Evaluate", () => anomaly.Evaluate(Scores("0", "1")));
        Add("Evaluate with a double score", "AnomalyDetection.Evaluate", () => anomaly.Evaluate(ml.Data.LoadFromEnumerable(new[] { new WideScore() })));
        Add("Evaluate without a PredictedLabel column", "AnomalyDetection.Evaluate", () => anomaly.Evaluate(ml.Data.LoadFromEnumerable(
            new[] { new NoPredicted { Label = 1, Score = 1 }, new NoPredicted() })));
        Add("Evaluate with a text PredictedLabel column", "AnomalyDetection.Evaluate", () => anomaly.Evaluate(ml.Data.LoadFromEnumerable(
            new[] { new TextPredicted { Label = 1, Score = 1 }, new TextPredicted() })));
        Add("Evaluate without the label column", "AnomalyDetection.Evaluate(labelColumnName: \"Nope\")", () => anomaly.Evaluate(Scores(0f, 1f), labelColumnName: "Nope"));
        Add("Evaluate without the score column", "AnomalyDetection.Evaluate(scoreColumnName: \"Nope\")", () => anomaly.Evaluate(Scores(0f, 1f), scoreColumnName: "Nope"));
        Add("Evaluate with null data", "AnomalyDetection.Evaluate(null)", () => anomaly.Evaluate(null));
        Add("Evaluate with an empty column name", "AnomalyDetection.Evaluate(labelColumnName: \"\")", () => anomaly.Evaluate(Scores(0f, 1f), labelColumnName: ""));

        Load("an intact model", "model.zip");
        Load("a file that is not there", "does-not-exist.zip");
        Load("a zip that is not a model", "not-a-model.zip");
        Load("a text file instead of a zip", "text.zip");
        Load("an empty file", "empty.zip");
        Load("a truncated zip", "truncated.zip");
        Load("a zip with a truncated entry", "truncated-entry.zip");
        Load("a zip without one of its entries", "missing-entry.zip");
        Load("a model whose assembly is missing", "missing-assembly.zip");
        Load("a model whose loader is unknown to its assembly", "unknown-loader.zip");
        Add("saving null", "mlContext.Model.Save(null, schema, stream)", () => ml.Model.Save(null, data.Schema, new MemoryStream()));

        Add("GetColumn of a missing column", "data.GetColumn<float>(\"Nope\")", () => data.GetColumn<float>("Nope").ToArray());
        Add("GetColumn of another type", "data.GetColumn<float>(\"Name\")", () => data.GetColumn<float>("Name").ToArray());
        Add("schema indexer with a missing column", "data.Schema[\"Nope\"]", () => _ = data.Schema["Nope"]);
        Add("CreateEnumerable without a column", "CreateEnumerable<Prediction>(data, false)", () => ml.Data.CreateEnumerable<Prediction>(data, reuseRowObject: false).ToArray());
        Add("CreateEnumerable without a column, ignoring it", "CreateEnumerable<Prediction>(data, false, ignoreMissingColumns: true)", () =>
            ml.Data.CreateEnumerable<Prediction>(data, reuseRowObject: false, ignoreMissingColumns: true).ToArray());
        Add("getter of an inactive column", "cursor.GetGetter<float>(schema[\"A\"])", () =>
        {
            using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Label"]]);
            cursor.GetGetter<float>(data.Schema["A"]);
        });
        Add("getter of another type", "cursor.GetGetter<int>(schema[\"A\"])", () =>
        {
            using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
            cursor.GetGetter<int>(data.Schema["A"]);
        });
        Add("prediction engine over the wrong input class", "CreatePredictionEngine<Only, Prediction>(fitted)", () => ml.Model.CreatePredictionEngine<Only, Prediction>(fitted));
        Output.Json(folder, "expected.json", cases);
    }

    // Small damaged or foreign files beside the intact model; the zip entries are copied except for the one changed.
    private static void DamagedModels(string folder, string model)
    {
        byte[] bytes = File.ReadAllBytes(model);
        File.WriteAllBytes(Path.Combine(folder, "truncated.zip"), bytes[..(bytes.Length / 2)]);
        File.WriteAllText(Path.Combine(folder, "text.zip"), "this is not a zip file\n");
        File.WriteAllBytes(Path.Combine(folder, "empty.zip"), []);
        using (ZipArchive zip = ZipFile.Open(Fresh(folder, "not-a-model.zip"), ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("readme.txt").Open()))
            writer.Write("hello");

        Copy(model, Fresh(folder, "truncated-entry.zip"), (name, content) => name.EndsWith("Transform_001/Model.key") ? content[..(content.Length / 2)] : content);
        Copy(model, Fresh(folder, "missing-entry.zip"), (name, content) => name.EndsWith("Transform_001/Model.key") ? null : content);
        // Names of the same length, so that nothing else in the header moves.
        Copy(model, Fresh(folder, "missing-assembly.zip"), (name, content) => name.Contains("Transform_000") ? Replaced(content, Encoding.Unicode, "Microsoft.ML.Data,", "Vanished.Assembly,") : content);
        Copy(model, Fresh(folder, "unknown-loader.zip"), (name, content) => name.Contains("Transform_000") ? Replaced(content, Encoding.ASCII, "ConcatTransform", "VanishTransform") : content);
    }

    private static string Fresh(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        File.Delete(path);
        return path;
    }

    private static void Copy(string from, string to, Func<string, byte[], byte[]> change)
    {
        using ZipArchive source = ZipFile.OpenRead(from), target = ZipFile.Open(to, ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in source.Entries)
        {
            var content = new MemoryStream();
            using (Stream s = entry.Open())
                s.CopyTo(content);
            if (change(entry.FullName.Replace('\\', '/'), content.ToArray()) is not { } changed)
                continue;
            using Stream d = target.CreateEntry(entry.FullName).Open();
            d.Write(changed);
        }
    }

    private static byte[] Replaced(byte[] content, Encoding encoding, string old, string by)
    {
        byte[] a = encoding.GetBytes(old), b = encoding.GetBytes(by), result = (byte[])content.Clone();
        if (a.Length != b.Length)
            throw new ArgumentException("The replacement must have the same length.");
        for (int i; (i = result.AsSpan().IndexOf(a)) >= 0;)
            b.CopyTo(result, i);
        return result;
    }
}
