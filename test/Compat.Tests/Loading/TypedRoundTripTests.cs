using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class TypedRoundTripTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Everything
    {
        public float Single;
        public double Double;
        public sbyte SByte;
        public byte Byte;
        public short Int16;
        public ushort UInt16;
        public int Int32;
        public uint UInt32;
        public long Int64;
        public ulong UInt64;
        public bool Boolean;
        public string? Text;
        public ReadOnlyMemory<char> Memory;
        public DateTime When;
        public DateTimeOffset WhenThere;
        public TimeSpan Duration;
        [VectorType(3)] public float[]? Three;
        public double[]? Ragged;
        [VectorType(2)] public string[]? Words;
        [VectorType(2, 2)] public int[]? Square;
        public VBuffer<float> Buffer;
        [ColumnName("Renamed")] public float Other { get; set; }
        [NoColumn] public object? Left;
    }

    private static Everything Filled(int i) => new()
    {
        Single = i + 0.5f, Double = i + 0.1, SByte = (sbyte)-i, Byte = (byte)i, Int16 = (short)-i, UInt16 = (ushort)i, Int32 = -i, UInt32 = (uint)i,
        Int64 = long.MinValue + i, UInt64 = ulong.MaxValue - (ulong)i, Boolean = i % 2 == 1, Text = "text " + i, Memory = $"memory {i}".AsMemory(),
        When = new DateTime(2020, 1, 1 + i), WhenThere = new DateTimeOffset(2020, 1, 1 + i, 0, 0, 0, TimeSpan.FromHours(2)), Duration = TimeSpan.FromMinutes(i),
        Three = [i, i + 1, i + 2], Ragged = Enumerable.Range(0, i + 1).Select(x => x + 0.25).ToArray(), Words = ["a" + i, "b"], Square = [i, 1, 2, 3],
        Buffer = i % 2 == 0 ? new VBuffer<float>(4, 1, [i], [2]) : new VBuffer<float>(4, [1, 2, 3, i]), Other = 10 * i, Left = "left out",
    };

    [TestMethod]
    public void EveryTypeComesBack()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(Filled));
        Assert.IsNull(view.Schema.GetColumnOrNull("Left"));
        Assert.AreEqual("Vector<Int32, 2, 2>", view.Schema["Square"].Type.ToString());
        Assert.AreEqual("Vector<Double>", view.Schema["Ragged"].Type.ToString());

        // All objects are kept, so that values shared between them would show.
        Everything[] read = _ml.Data.CreateEnumerable<Everything>(view, reuseRowObject: false).ToArray();
        Assert.HasCount(4, read);
        for (int i = 0; i < read.Length; i++)
        {
            Everything e = Filled(i), a = read[i];
            Assert.AreEqual(
                (e.Single, e.Double, e.SByte, e.Byte, e.Int16, e.UInt16, e.Int32, e.UInt32, e.Int64, e.UInt64, e.Boolean),
                (a.Single, a.Double, a.SByte, a.Byte, a.Int16, a.UInt16, a.Int32, a.UInt32, a.Int64, a.UInt64, a.Boolean));
            Assert.AreEqual((e.Text, e.Memory.ToString(), e.When, e.WhenThere, e.Duration, e.Other), (a.Text, a.Memory.ToString(), a.When, a.WhenThere, a.Duration, a.Other));
            CollectionAssert.AreEqual(e.Three, a.Three);
            CollectionAssert.AreEqual(e.Ragged, a.Ragged);
            CollectionAssert.AreEqual(e.Words, a.Words);
            CollectionAssert.AreEqual(e.Square, a.Square);
            CollectionAssert.AreEqual(e.Buffer.DenseValues().ToArray(), a.Buffer.DenseValues().ToArray());
            Assert.IsNull(a.Left);
        }
    }

    [TestMethod]
    public void NullsAreEmpty()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Everything { Words = [null!, "x"] } });
        Assert.AreEqual("", view.GetColumn<string>("Text").Single());
        CollectionAssert.AreEqual(new[] { "", "x" }, view.GetColumn<string[]>("Words").Single().Select(w => w ?? "").ToArray());
        Assert.IsEmpty(view.GetColumn<double[]>("Ragged").Single());
    }

    [TestMethod]
    public void ReusedObjectKeepsItsArrays()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(Filled));
        float[][] arrays = _ml.Data.CreateEnumerable<Everything>(view, reuseRowObject: true).Select(r => r.Three!).ToArray();
        Assert.IsTrue(arrays.All(a => ReferenceEquals(a, arrays[0])));
    }

    private sealed class Keyed
    {
        [KeyType(3)] public uint Key;
        [KeyType(3)] public byte Small;
    }

    [TestMethod]
    public void KeyMembersCountFromZeroAndColumnsFromOne()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new uint[] { 0, 2, 3, 200 }.Select(k => new Keyed { Key = k, Small = (byte)k }));
        Assert.AreEqual("Key<UInt32, 0-2>", view.Schema["Key"].Type.ToString());
        CollectionAssert.AreEqual(new uint[] { 1, 3, 0, 0 }, view.GetColumn<uint>("Key").ToArray());
        CollectionAssert.AreEqual(new byte[] { 1, 3, 0, 0 }, view.GetColumn<byte>("Small").ToArray());
    }

    [TestMethod]
    public void DefinitionRenamesRetypesAndAnnotates()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Everything));
        definition["Ragged"].ColumnType = new VectorDataViewType(NumberDataViewType.Double, 2);
        definition["Ragged"].AddAnnotation("Names", new[] { "first", "second" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        definition["Ragged"].AddAnnotation("Note", "a note", TextDataViewType.Instance);
        definition["Int32"].ColumnName = "Number";
        definition.RemoveAll(c => c.MemberName is not ("Ragged" or "Int32"));

        IDataView view = _ml.Data.LoadFromEnumerable(new[] { Filled(2) }, definition);
        CollectionAssert.AreEqual(new[] { "Number", "Ragged" }, view.Schema.Select(c => c.Name).Order().ToArray());
        DataViewSchema.Annotations annotations = view.Schema["Ragged"].Annotations;
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetValue("Names", ref names);
        CollectionAssert.AreEqual(new[] { "first", "second" }, names.DenseValues().Select(n => n.ToString()).ToArray());
        ReadOnlyMemory<char> note = default;
        annotations.GetValue("Note", ref note);
        Assert.AreEqual("a note", note.ToString());
        Assert.AreEqual(-2, view.GetColumn<int>("Number").Single());
    }

    private sealed class Point
    {
        public float[]? Values;
        public float Label;
    }

    [TestMethod]
    public void SchemaGivesTypesAndAnnotations()
    {
        SchemaDefinition sized = SchemaDefinition.Create(typeof(Point));
        sized["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        sized["Label"].AddAnnotation("Note", 3.5f, NumberDataViewType.Single);
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(Array.Empty<Point>(), sized).Schema;

        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Point { Values = [1, 2], Label = 3 } }, schema);
        Assert.AreEqual("Vector<Single, 2>", view.Schema["Values"].Type.ToString());
        float note = 0;
        view.Schema["Label"].Annotations.GetValue("Note", ref note);
        Assert.AreEqual(3.5f, note);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, view.GetColumn<float[]>("Values").Single());
    }

    [TestMethod]
    public void UnfitMembersAreRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(BadKey)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(BadVector)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(BadType)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(SameName)));
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Point));
        definition["Label"].ColumnType = NumberDataViewType.Double;
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(Array.Empty<Point>(), definition));
    }

    private sealed class BadKey
    {
        [KeyType(3)] public float Key = 0;
    }

    private sealed class BadVector
    {
        [VectorType(3)] public float Scalar = 0;
    }

    private sealed class BadType
    {
        public object? Anything = null;
    }

    private sealed class SameName
    {
        public float A = 0;
        [ColumnName("A")] public float B = 0;
    }
}
