using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// Saving, loading, and refusing files that are not what they should be.
public sealed partial class TrainerContractTests
{
    // The header of Model.key holds the version that a reader needs at least, behind the version that wrote it.
    private const int WrittenVersionOffset = 72, ReadableVersionOffset = 76;

    private static readonly Dictionary<string, byte[]> Files = [];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void LoadedModel_ScoresAlike_AndSavesTheSameBytes(string trainer)
    {
        foreach (PrototypeColumns columns in ColumnChoices(TrainerRegistry.Get(trainer).Columns))
        {
            IDataView data = ToyData.View(Context, ToyData.Rows());
            ITransformer model = Context.Transforms.NormalizeMinMax("Features")
                .Append(TrainerRegistry.Get(trainer).Create(Context, new() { OutputColumns = columns })).Fit(data);
            byte[] file = ModelFile.Save(Context, model, data.Schema);
            ITransformer loaded = new MLContext().Model.Load(new MemoryStream(file), out DataViewSchema schema);
            IDataView expected = model.Transform(data), actual = loaded.Transform(data);
            CollectionAssert.AreEqual(expected.Schema.Select(c => $"{c.Name} {c.Type}").ToArray(), actual.Schema.Select(c => $"{c.Name} {c.Type}").ToArray());
            CollectionAssert.AreEqual(expected.GetColumn<float>("Score").ToArray(), actual.GetColumn<float>("Score").ToArray());
            CollectionAssert.AreEqual(expected.GetColumn<bool>("PredictedLabel").ToArray(), actual.GetColumn<bool>("PredictedLabel").ToArray());

            Dictionary<string, byte[]> first = ModelFile.Entries(file), again = ModelFile.Entries(ModelFile.Save(Context, loaded, schema));
            CollectionAssert.AreEquivalent(first.Keys, again.Keys);
            foreach (string name in first.Keys)
                CollectionAssert.AreEqual(first[name], again[name], name);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void File_HasTheEntriesOfAnMlNetModel(string trainer)
    {
        string[] names = [.. ModelFile.Entries(SavedPipeline(trainer)).Keys];
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
    [DynamicData(nameof(Trainers))]
    public void AProcessThatNeverMentionsTheLibrary_LoadsAndScoresWithoutLibtorch(string trainer)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var random = new Random(1);
            PixelRow[] rows =
            [
                .. Enumerable.Range(0, 200).Select(i => new PixelRow
                {
                    IsAnomaly = i % 20 == 0,
                    Class = i < 20 ? i % 2 : -1,
                    Values = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() + (i % 20 == 0 ? 1 : 0))],
                }),
            ];
            IDataView data = Context.Data.LoadFromEnumerable(rows);
            ITransformer model = Fit(trainer, Context, new() { LabelColumnName = "IsAnomaly", FeatureColumnName = "Pixels" }, data);
            string path = Path.Combine(folder, "model.zip"), row = Path.Combine(folder, "row.csv");
            Context.Model.Save(model, data.Schema, path);
            File.WriteAllText(row, string.Join(',', rows[3].Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));

            var start = new ProcessStartInfo("dotnet", ["exec", CopyOfScoreOneRow(Path.Combine(folder, "service")), path, row])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, errors.Result);
            float expected = Scores(model, data)[3];
            StringAssert.Contains(output, $"score {expected.ToString("F4", CultureInfo.InvariantCulture)}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The sample's assemblies and nothing else: no libtorch is within reach, and no file says that there should be one.
    private static string CopyOfScoreOneRow(string folder)
    {
        const string program = "ScoreOneRow";
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(IsManaged))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.Copy(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json"), Path.Combine(folder, $"{program}.runtimeconfig.json"));
        return Path.Combine(folder, $"{program}.dll");
    }

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    // Bytes of the magic number, of the version, of the length, of the values, of the checksum: none may be changed unnoticed.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void DamagedPayload_IsRefused(string trainer)
    {
        byte[] file = SavedPipeline(trainer);
        StringAssert.Contains(Refused(ModelFile.Changed(file, "Model.bin", bytes => Flipped(bytes, bytes.Length / 2))), "checksum does not match");
        foreach (int position in new[] { 0, 8, 12, 24, -40, -1 })
            Refused(ModelFile.Changed(file, "Model.bin", bytes => Flipped(bytes, position < 0 ? bytes.Length + position : position)));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void TruncatedPayload_IsRefused(string trainer)
    {
        byte[] file = SavedPipeline(trainer);
        StringAssert.Contains(Refused(ModelFile.Changed(file, "Model.bin", bytes => bytes[..^5])), "ends too early");
        StringAssert.Contains(Refused(ModelFile.Changed(file, "Model.bin", bytes => bytes[..(bytes.Length / 2)])), "ends too early");
        StringAssert.Contains(Refused(ModelFile.Changed(file, "Model.bin", _ => [])), "not a model of Microsoft.ML.Anomaly.Prototypes");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void MissingPayload_IsRefused(string trainer) =>
        StringAssert.Contains(Refused(ModelFile.Changed(SavedPipeline(trainer), "Model.bin", _ => null)), "no entry 'Model.bin'");

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ForeignPayload_IsRefused(string trainer)
    {
        byte[] foreign = Encoding.ASCII.GetBytes("something else altogether, long enough");
        StringAssert.Contains(
            Refused(ModelFile.Changed(SavedPipeline(trainer), "Model.bin", _ => foreign)), "not a model of Microsoft.ML.Anomaly.Prototypes");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void NewerPayload_SaysToUpdate(string trainer)
    {
        string message = Refused(ModelFile.Changed(SavedPipeline(trainer), "Model.bin", bytes =>
        {
            bytes[8]++;
            return bytes;
        }));
        StringAssert.Contains(message, "newer version");
        StringAssert.Contains(message, "Update the package");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void NewerModel_IsRefused(string trainer) => Refused(ModelFile.Changed(SavedPipeline(trainer), "Transform_001/Model.key", bytes =>
    {
        BitConverter.GetBytes(0x7fff0000u).CopyTo(bytes, WrittenVersionOffset);
        BitConverter.GetBytes(0x7fff0000u).CopyTo(bytes, ReadableVersionOffset);
        return bytes;
    }));

    // A checksum proves nothing about who wrote the file: what stands beside the model is checked as well.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void NonsenseInThresholdOrColumns_IsRefused(string trainer)
    {
        foreach (Func<ModelPayload, ModelPayload> change in new Func<ModelPayload, ModelPayload>[]
        {
            payload => payload with { Tensors = [.. payload.Tensors.Select(t => t.Name == "detector.threshold" ? t with { Values = [float.NaN] } : t)] },
            payload =>
            {
                payload.Settings["detector"]!["outputColumns"] = 1 << 20;
                return payload;
            },
        })
        {
            StringAssert.Contains(Refused(ModelFile.Changed(SavedPipeline(trainer), "Model.bin", bytes =>
                PayloadWriter.ToBytes(change(PayloadReader.Read(new MemoryStream(bytes)))))), "threshold or its output columns");
        }
    }

    // What is thrown for half a zip is ML.NET's own affair.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void TruncatedZip_IsRefused(string trainer) => LoadFails(SavedPipeline(trainer)[..(SavedPipeline(trainer).Length / 2)]);

    private static byte[] SavedPipeline(string trainer)
    {
        if (!Files.TryGetValue(trainer, out byte[]? file))
        {
            IDataView data = ToyData.View(Context, ToyData.Rows());
            ITransformer model = Context.Transforms.NormalizeMinMax("Features").Append(TrainerRegistry.Get(trainer).Create(Context, new())).Fit(data);
            Files[trainer] = file = ModelFile.Save(Context, model, data.Schema);
        }
        return file;
    }

    private static byte[] Flipped(byte[] bytes, int position)
    {
        bytes[position] ^= 1;
        return bytes;
    }

    /// <summary>All messages of the failure, in which ML.NET may have wrapped a <see cref="FormatException"/>.</summary>
    private static string Refused(byte[] file)
    {
        var messages = new StringBuilder();
        bool format = false;
        for (Exception? e = LoadFails(file); e is not null; e = e.InnerException)
        {
            messages.AppendLine(e.Message);
            format |= e is FormatException;
        }
        Assert.IsTrue(format, messages.ToString());
        return messages.ToString();
    }

    private static Exception LoadFails(byte[] file)
    {
        try
        {
            new MLContext().Model.Load(new MemoryStream(file), out _);
        }
        catch (Exception e)
        {
            return e;
        }
        Assert.Fail("The damaged file was loaded.");
        return null;
    }
}
