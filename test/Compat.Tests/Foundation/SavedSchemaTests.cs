using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

/// <summary>The schema in a model file.</summary>
[TestClass]
public sealed class SavedSchemaTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void BytesOfASchema()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Pair", new VectorDataViewType(NumberDataViewType.Single, 2));
        byte[] bytes = ModelFile.Entries(Save(builder.ToSchema()))["Schema"];

        byte[] header = bytes[..0x34];
        CollectionAssert.AreEqual(Hex("434D4C0044564200 0600010001000100 0600010001000100 0001000000000000 3001000000000000 0000000000000000 01000000"), header);
        Assert.AreEqual(-1, bytes.AsSpan(0x34, 0x100 - 0x34).IndexOfAnyExcept((byte)0));
        CollectionAssert.AreEqual(
            Hex("0450616972 0756427566666572 10 0653696E676C65 00 01000000 02000000 01 01 0001000000000000 0000000000000000 0042564400 4C4D43"),
            bytes[0x100..]);
    }

    [TestMethod]
    public void TypesComeBack()
    {
        DataViewType[] types =
        [
            NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
            NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
            TextDataViewType.Instance, BooleanDataViewType.Instance, TimeSpanDataViewType.Instance, DateTimeDataViewType.Instance,
            DateTimeOffsetDataViewType.Instance, RowIdDataViewType.Instance, new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(ulong), ulong.MaxValue),
            new VectorDataViewType(NumberDataViewType.Single, 3), new VectorDataViewType(TextDataViewType.Instance),
            new VectorDataViewType(NumberDataViewType.Int32, 4, 2), new VectorDataViewType(new KeyDataViewType(typeof(byte), 9), 2),
        ];
        var builder = new DataViewSchema.Builder();
        foreach (DataViewType type in types)
            builder.AddColumn("Column", type);
        DataViewSchema loaded = RoundTrip(builder.ToSchema());
        Assert.AreEqual(types.Length, loaded.Count);
        for (int i = 0; i < types.Length; i++)
            Assert.IsTrue(types[i].Equals(loaded[i].Type), $"{types[i]} came back as {loaded[i].Type}");
        Assert.AreEqual(types.Length - 1, loaded.Count(c => c.IsHidden));
    }

    [TestMethod]
    public void AnnotationsComeBack()
    {
        string[] names = Enumerable.Range(0, 50).Select(i => $"slot number {i}").ToArray();
        var annotations = new DataViewSchema.Annotations.Builder();
        Add("SlotNames", TextDataViewType.Instance, names.Select(n => n.AsMemory()).ToArray());
        Add("Flags", BooleanDataViewType.Instance, Enumerable.Range(0, 11).Select(i => i % 3 == 0).ToArray());
        Add("Ranges", NumberDataViewType.Int32, [1, 2, 7, 9]);
        Add("Dates", DateTimeDataViewType.Instance, [new DateTime(2020, 2, 29, 1, 2, 3)]);
        Add("Zones", DateTimeOffsetDataViewType.Instance, [new DateTimeOffset(2020, 2, 29, 1, 2, 3, TimeSpan.FromHours(-3.5))]);
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        annotations.AddPrimitiveValue("Kind", TextDataViewType.Instance, "text".AsMemory());
        annotations.AddPrimitiveValue("Set", new KeyDataViewType(typeof(uint), int.MaxValue), 3u);
        annotations.Add("Sparse", new VectorDataViewType(NumberDataViewType.Single, 6), (ref VBuffer<float> v) => v = new VBuffer<float>(6, 2, [4, 5], [1, 3]));
        annotations.Add("Unsized", new VectorDataViewType(NumberDataViewType.Single), (ref VBuffer<float> v) => v = new VBuffer<float>(2, [4, 5]));

        var builder = new DataViewSchema.Builder();
        builder.AddColumn("First", NumberDataViewType.Single);
        builder.AddColumn("Annotated", new VectorDataViewType(NumberDataViewType.Single, 50), annotations.ToAnnotations());
        builder.AddColumn("Last", TextDataViewType.Instance);
        DataViewSchema loaded = RoundTrip(builder.ToSchema());

        DataViewSchema.Annotations found = loaded["Annotated"].Annotations;
        Assert.AreEqual("SlotNames, Flags, Ranges, Dates, Zones, IsNormalized, Kind, Set, Sparse, Unsized", found.ToString());
        CollectionAssert.AreEqual(names, Values<ReadOnlyMemory<char>>("SlotNames").Select(n => n.ToString()).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(0, 11).Select(i => i % 3 == 0).ToArray(), Values<bool>("Flags"));
        CollectionAssert.AreEqual(new[] { 1, 2, 7, 9 }, Values<int>("Ranges"));
        Assert.AreEqual(new DateTime(2020, 2, 29, 1, 2, 3), Values<DateTime>("Dates").Single());
        Assert.AreEqual(new DateTimeOffset(2020, 2, 29, 1, 2, 3, TimeSpan.FromHours(-3.5)), Values<DateTimeOffset>("Zones").Single());
        Assert.IsTrue(Value<bool>("IsNormalized"));
        Assert.AreEqual("text", Value<ReadOnlyMemory<char>>("Kind").ToString());
        Assert.AreEqual(3u, Value<uint>("Set"));
        CollectionAssert.AreEqual(new[] { 0f, 4, 0, 5, 0, 0 }, Values<float>("Sparse"));
        CollectionAssert.AreEqual(new[] { 4f, 5 }, Values<float>("Unsized"));
        Assert.AreEqual(0, loaded["First"].Annotations.Schema.Count);
        Assert.AreEqual(0, loaded["Last"].Annotations.Schema.Count);

        void Add<T>(string kind, PrimitiveDataViewType type, T[] values) =>
            annotations.Add(kind, new VectorDataViewType(type, values.Length), (ref VBuffer<T> v) => v = new VBuffer<T>(values.Length, (T[])values.Clone()));

        T Value<T>(string kind)
        {
            T value = default!;
            found.GetValue(kind, ref value);
            return value;
        }

        T[] Values<T>(string kind) => Value<VBuffer<T>>(kind).DenseValues().ToArray();
    }

    [TestMethod]
    public void EveryTruncationOfASchemaIsAFormatException()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Pair", new VectorDataViewType(NumberDataViewType.Single, 2));
        Dictionary<string, byte[]> entries = ModelFile.Entries(Save(builder.ToSchema()));
        byte[] whole = entries["Schema"];
        foreach (int length in Enumerable.Range(0, 256).Where(n => n % 16 == 0))
        {
            entries["Schema"] = whole[..length];
            Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(new MemoryStream(ModelFile.Archive(entries)), out _), $"{length} bytes");
        }
    }

    private byte[] Save(DataViewSchema schema) => ModelFile.Save(_ml, new TransformerChain<ITransformer>(), schema);

    private DataViewSchema RoundTrip(DataViewSchema schema)
    {
        _ml.Model.Load(new MemoryStream(Save(schema)), out DataViewSchema loaded);
        return loaded;
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));
}
