using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Saving, loading, and refusing files that are not what they should be.</summary>
[TestClass]
public sealed class PersistenceTests
{
    private static readonly MLContext MlContext = new(seed: 1);
    private static byte[] _file = null!;
    private static float[] _scores = null!;

    [ClassInitialize]
    public static void TrainAndSave(TestContext context)
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.Threshold = AnomalyThreshold.Contamination(0.1);
        options.OutputColumns = PrototypeColumns.NearestPrototype;
        var pipeline = MlContext.Transforms.NormalizeMinMax("Features")
            .Append(MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options));
        ITransformer model = pipeline.Fit(data);
        _scores = [.. model.Transform(data).GetColumn<float>("Score")];
        _file = Save(model, data.Schema);
    }

    [TestMethod]
    public void LoadedModel_ScoresAlike_AndSavesTheSameBytes()
    {
        ITransformer loaded = MlContext.Model.Load(new MemoryStream(_file), out DataViewSchema schema);
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        CollectionAssert.AreEqual(_scores, loaded.Transform(data).GetColumn<float>("Score").ToArray());
        var detector = (PrototypeTransformer<MultiNormalPrototypesModel>)((IEnumerable<ITransformer>)loaded).Last();
        Assert.AreEqual("Features", detector.FeatureColumnName);
        Assert.AreEqual(PrototypeColumns.NearestPrototype, detector.OutputColumns);
        Assert.AreEqual(0.1, _scores.Count(s => s > detector.Threshold) / (double)_scores.Length, 0.05);

        Dictionary<string, byte[]> first = Entries(_file), again = Entries(Save(loaded, schema));
        CollectionAssert.AreEquivalent(first.Keys, again.Keys);
        foreach (string name in first.Keys)
            CollectionAssert.AreEqual(first[name], again[name], name);
    }

    [TestMethod]
    public void File_HasTheEntriesOfAnMlNetModel()
    {
        string[] names = [.. Entries(_file).Keys];
        foreach (string name in new[]
        {
            "TrainingInfo/Version.txt", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key",
            "TransformerChain/Transform_001/Model.key", "TransformerChain/Transform_001/Model.bin", "Schema",
        })
        {
            CollectionAssert.Contains(names, name);
        }
    }

    [TestMethod]
    public void AProcessThatNeverMentionsTheLibrary_LoadsAndScores()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            // The sample service takes 64 pixels.
            var random = new Random(1);
            Pixels[] rows = [.. Enumerable.Range(0, 200).Select(i => new Pixels { IsAnomaly = i % 20 == 0, Values = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() + (i % 20 == 0 ? 1 : 0))] })];
            IDataView data = MlContext.Data.LoadFromEnumerable(rows);
            MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
            options.LabelColumnName = "IsAnomaly";
            options.FeatureColumnName = "Pixels";
            ITransformer model = MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(data);
            string path = Path.Combine(folder, "model.zip"), row = Path.Combine(folder, "row.csv");
            MlContext.Model.Save(model, data.Schema, path);
            File.WriteAllText(row, string.Join(',', rows[3].Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));

            var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ScoreOneRow.dll"), path, row])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, errors.Result);
            float expected = model.Transform(data).GetColumn<float>("Score").ElementAt(3);
            StringAssert.Contains(output, $"score {expected.ToString("F4", CultureInfo.InvariantCulture)}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void DamagedPayload_IsRefused()
    {
        Exception e = LoadFails(Changed("Model.bin", bytes =>
        {
            bytes[bytes.Length / 2] ^= 1;
            return bytes;
        }));
        StringAssert.Contains(Messages(e), "checksum does not match");
    }

    [TestMethod]
    public void TruncatedPayload_IsRefused() => StringAssert.Contains(Messages(LoadFails(Changed("Model.bin", bytes => bytes[..^5]))), "ends too early");

    [TestMethod]
    public void MissingPayload_IsRefused() => StringAssert.Contains(Messages(LoadFails(Changed("Model.bin", _ => null))), "no entry 'Model.bin'");

    [TestMethod]
    public void ForeignPayload_IsRefused() =>
        StringAssert.Contains(Messages(LoadFails(Changed("Model.bin", _ => [.. "something else altogether, long enough"u8]))), "not a model of Microsoft.ML.Anomaly.Prototypes");

    [TestMethod]
    public void NewerPayload_SaysToUpdate() => StringAssert.Contains(
        Messages(LoadFails(Changed("Model.bin", bytes =>
        {
            bytes[8]++;
            return bytes;
        }))), "newer version");

    [TestMethod]
    public void TruncatedZip_IsRefused() => LoadFails(_file[..(_file.Length / 2)]);

    [TestMethod]
    public void NonsenseInTheThreshold_IsRefused() => StringAssert.Contains(
        Messages(LoadFails(Changed("Transform_001/Model.key", bytes =>
        {
            // The model's own bytes start behind the header of 256: the column's number, then the threshold.
            BitConverter.GetBytes(float.NaN).CopyTo(bytes, 256 + 4);
            return bytes;
        }))), "threshold");

    private static Exception LoadFails(byte[] file)
    {
        try
        {
            MlContext.Model.Load(new MemoryStream(file), out _);
        }
        catch (Exception e)
        {
            return e;
        }
        Assert.Fail("The damaged file was loaded.");
        return null;
    }

    private static string Messages(Exception? e) => e is null ? "" : e.Message + "\n" + Messages(e.InnerException);

    private static byte[] Save(ITransformer model, DataViewSchema schema)
    {
        var stream = new MemoryStream();
        MlContext.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return zip.Entries.ToDictionary(e => e.FullName.Replace('\\', '/'), e =>
        {
            var content = new MemoryStream();
            using Stream stream = e.Open();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    // The file with one entry changed, or left out where the change gives null.
    private static byte[] Changed(string ending, Func<byte[], byte[]?> change)
    {
        var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in Entries(_file))
            {
                if ((name.EndsWith(ending, StringComparison.Ordinal) ? change(content) : content) is not { } bytes)
                    continue;
                using Stream stream = zip.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }
        return result.ToArray();
    }

    private sealed class Pixels
    {
        public bool IsAnomaly { get; set; }

        [VectorType(64), ColumnName("Pixels")]
        public float[] Values { get; set; } = [];
    }
}
