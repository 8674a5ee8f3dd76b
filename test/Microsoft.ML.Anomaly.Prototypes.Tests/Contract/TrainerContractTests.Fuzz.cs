using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// Files that somebody has damaged or made up: an exception or an equal model, never a crash, a hang, or much memory.
public sealed partial class TrainerContractTests
{
    private const int MutatedFiles = 1_500, MutatedPayloads = 4_000;
    private const long AllocationBound = 100 << 20;

    private static readonly Func<ModelPayload, PrototypeModel>[] Readers =
    [
        Reader<MultiNormalPrototypesModel>(), Reader<WvadModel>(), Reader<PrototypeDataDescriptionModel>(), Reader<PrototypeEnsembleModel>(),
        Reader<DeepSadModel>(), Reader<DevNetModel>(), Reader<PReNetModel>(), Reader<FeawadModel>(), Reader<RosasModel>(), Reader<RepenModel>(),
        Reader<DeepSvddModel>(), Reader<DagmmModel>(), Reader<McddModel>(), Reader<MultiSphereSvddModel>(),
        Reader<GanomalyModel>(), Reader<EgbadModel>(), Reader<AnoGanModel>(),
    ];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void MutatedFile_IsRefusedOrLoadsAnEqualModel(string trainer)
    {
        IDataView data = ToyData.View(Context, ToyData.Rows(normal: 20, anomalies: 2, labelled: 1));
        ITransformer model = Trained(trainer);
        byte[] file = ModelFile.Save(Context, model, data.Schema);
        float[] scores = Scores(model, data);
        bool[] labels = [.. model.Transform(data).GetColumn<bool>("PredictedLabel")];
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < MutatedFiles; i++)
        {
            byte[] mutated = WithMutatedEntry(file, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            ITransformer? loaded = null;
            try
            {
                loaded = new MLContext().Model.Load(new MemoryStream(mutated), out _);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                refused++;
            }
            Assert.IsLessThan(AllocationBound, GC.GetAllocatedBytesForCurrentThread() - before, $"mutation {i}");
            if (loaded is null)
                continue;
            CollectionAssert.AreEqual(scores, Scores(loaded, data), $"mutation {i}");
            CollectionAssert.AreEqual(labels, loaded.Transform(data).GetColumn<bool>("PredictedLabel").ToArray(), $"mutation {i}");
            Assert.AreEqual(model.GetOutputSchema(data.Schema).Count, loaded.GetOutputSchema(data.Schema).Count, $"mutation {i}");
        }
        Assert.IsGreaterThan(MutatedFiles / 2, refused);
    }

    // The payload alone: unless its checksum is made anew, nothing gets through. Where it is, all that is inside has to be checked, so
    // that even a model that was made up can be scored with.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void MutatedPayload_IsAFormatException_OrAModelThatScores(string trainer)
    {
        byte[] payload = Payload(Trained(trainer));
        Func<ModelPayload, PrototypeModel> read = Readers.Single(reader => IsReaderOf(reader, payload));
        var features = new float[ToyData.Width];
        var random = new Random(2);
        int refused = 0;
        for (int i = 0; i < MutatedPayloads; i++)
        {
            bool resigned = i % 2 == 0;
            byte[] body = payload[PayloadWriter.HeaderLength..^System.Security.Cryptography.SHA256.HashSizeInBytes];
            byte[] mutated = resigned ? Signed(Mutated(body, random)) : Mutated(payload, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            PrototypeModel? model = null;
            try
            {
                ModelPayload mutation = PayloadReader.Read(new MemoryStream(mutated));
                model = read(mutation);
                model.Guard = OutsideGuard.FromPayload(mutation, model.NumberOfFeatures);
                DetectorState.FromPayload(PayloadReader.Read(new MemoryStream(mutated))).Checked(model);
            }
            catch (FormatException e)
            {
                Assert.AreNotEqual("", e.Message);
                refused++;
            }
            Assert.IsTrue(model is null || resigned || mutated.SequenceEqual(payload), $"mutation {i} was not noticed");
            if (model?.NumberOfFeatures == features.Length)
            {
                RowScorer scorer = model.CreateRowScorer();
                scorer.Run(features);
                scorer.RunBlock(new ScoringBlock(model, wantsScore: true, model.AvailableColumns) { Count = 3 });
            }
            Assert.IsLessThan(AllocationBound, GC.GetAllocatedBytesForCurrentThread() - before, $"mutation {i}");
        }
        Assert.IsGreaterThan(MutatedPayloads / 2, refused);
    }

    private static Func<ModelPayload, PrototypeModel> Reader<TModel>()
        where TModel : PrototypeModel, IPayloadModel<TModel> => TModel.FromPayload;

    private static bool IsReaderOf(Func<ModelPayload, PrototypeModel> reader, byte[] payload)
    {
        try
        {
            reader(PayloadReader.Read(new MemoryStream(payload)));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Signed(byte[] body)
    {
        byte[] content = [.. PayloadWriter.Magic, .. BitConverter.GetBytes(PayloadWriter.FormatVersion), .. BitConverter.GetBytes((long)body.Length), .. body];
        return [.. content, .. System.Security.Cryptography.SHA256.HashData(content)];
    }

    // One entry of our transformer is damaged, and the archive is whole again, checksums included, so that the damage gets as far as our
    // reading. The other entries are ML.NET's: its BinaryLoader reads on and on beyond the end of some damaged schemas.
    private static byte[] WithMutatedEntry(byte[] file, Random random)
    {
        string folder = Path.GetDirectoryName(ModelFile.Entries(file).Keys.Single(name => name.EndsWith("/Model.bin", StringComparison.Ordinal)))!;
        return ModelFile.Changed(file, $"{folder}/Model.{(random.Next(2) == 0 ? "key" : "bin")}", content => Mutated(content, random));
    }

    // A few bits flipped, a part cut out, some bytes put in, a part doubled, a part zeroed, or the end cut off.
    private static byte[] Mutated(byte[] bytes, Random random)
    {
        const int longest = 64;
        byte[] copy = [.. bytes];
        int start = random.Next(bytes.Length), length = 1 + random.Next(Math.Min(longest, bytes.Length - start));
        switch (random.Next(6))
        {
            case 0:
                for (int flips = 1 + random.Next(4); flips > 0; flips--)
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                return copy;
            case 1:
                return [.. bytes[..start], .. bytes[(start + length)..]];
            case 2:
                byte[] inserted = new byte[length];
                random.NextBytes(inserted);
                return [.. bytes[..start], .. inserted, .. bytes[start..]];
            case 3:
                return [.. bytes[..(start + length)], .. bytes[start..]];
            case 4:
                copy.AsSpan(start, length).Clear();
                return copy;
            default:
                return bytes[..start];
        }
    }
}
