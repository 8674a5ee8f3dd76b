using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>Conversions between types, and of values to keys and back.</summary>
[TestClass]
public sealed class ConversionTests
{
    private sealed class Row
    {
        public long Long;
        public uint Unsigned;
        public bool Flag;
        public double Wide;
        public string Text = "";
        [KeyType(300)] public uint Key;
        [VectorType(2)] public string[] Words = [];
    }

    private sealed class Term
    {
        public string Text = "";
    }

    private static readonly Row[] Rows =
    [
        new() { Long = 300, Unsigned = 300, Flag = true, Wide = 0.1, Text = "-12", Key = 2, Words = ["b", "a"] },
        new() { Long = -1, Unsigned = 7, Flag = false, Wide = 2.5, Text = "1e3 ", Key = 255, Words = ["", "b"] },
    ];

    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Rows);

    private T[] Convert<T>(string column, DataKind kind) => _ml.Transforms.Conversion.ConvertType("Out", column, kind).Fit(Data()).Transform(Data()).GetColumn<T>("Out").ToArray();

    [TestMethod]
    public void SignedNumbersWrap() => CollectionAssert.AreEqual(new sbyte[] { 44, -1 }, Convert<sbyte>("Long", DataKind.SByte));

    [TestMethod]
    public void UnsignedNumbersThatDoNotFitBecomeZero() => CollectionAssert.AreEqual(new byte[] { 0, 7 }, Convert<byte>("Unsigned", DataKind.Byte));

    [TestMethod]
    public void NumbersToText() => CollectionAssert.AreEqual(new[] { "300", "-1" }, Convert<string>("Long", DataKind.String));

    [TestMethod]
    public void RealNumbersToText() => CollectionAssert.AreEqual(new[] { "0.10000000000000001", "2.5" }, Convert<string>("Wide", DataKind.String));

    [TestMethod]
    public void TextToNumbers() => CollectionAssert.AreEqual(new[] { -12f, 1000 }, Convert<float>("Text", DataKind.Single));

    [TestMethod]
    [DataRow(" 7", 7f)]
    [DataRow(" ?", float.NaN)]
    [DataRow(" 7 ", float.NaN)]
    [DataRow(" 12", float.NaN)]
    [DataRow("12 ", 12f)]
    [DataRow("  ", 0f)]
    public void SpaceInFrontIsTakenOfOneCharacterOnly(string text, float expected)
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Term { Text = text }]);
        float[] found = _ml.Transforms.Conversion.ConvertType("Out", "Text").Fit(data).Transform(data).GetColumn<float>("Out").ToArray();
        CollectionAssert.AreEqual(new[] { expected }, found);
    }

    [TestMethod]
    public void TruthToNumbers() => CollectionAssert.AreEqual(new[] { 1.0, 0 }, Convert<double>("Flag", DataKind.Double));

    [TestMethod]
    public void KeysStayKeys()
    {
        IDataView output = _ml.Transforms.Conversion.ConvertType("Out", "Key", DataKind.UInt64).Fit(Data()).Transform(Data());
        Assert.AreEqual(new KeyDataViewType(typeof(ulong), 300), output.Schema["Out"].Type);
        CollectionAssert.AreEqual(new ulong[] { 3, 256 }, output.GetColumn<ulong>("Out").ToArray());
    }

    [TestMethod]
    public void RealNumbersDoNotBecomeIntegers()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Convert<int>("Wide", DataKind.Int32));
        StringAssert.Contains(e.Message, "source column 'Wide' with item type 'Double' is not compatible with destination type 'Int32'");
    }

    [TestMethod]
    public void KeysInTheOrderOfOccurrenceOrOfValues()
    {
        IDataView data = Data();
        uint[][] occurrence = Keys(_ml.Transforms.Conversion.MapValueToKey("Out", "Words"), data);
        uint[][] value = Keys(_ml.Transforms.Conversion.MapValueToKey("Out", "Words", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue), data);

        // Empty text is missing.
        CollectionAssert.AreEqual(new uint[] { 1, 2, 0, 1 }, occurrence.SelectMany(k => k).ToArray());
        CollectionAssert.AreEqual(new uint[] { 2, 1, 0, 2 }, value.SelectMany(k => k).ToArray());
    }

    [TestMethod]
    public void NoMoreKeysThanAllowed()
    {
        IDataView data = Data();
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Out", "Long", maximumNumberOfKeys: 1).Fit(data);
        CollectionAssert.AreEqual(new uint[] { 1, 0 }, model.Transform(data).GetColumn<uint>("Out").ToArray());
    }

    [TestMethod]
    public void GivenKeysAreUsed()
    {
        IDataView terms = _ml.Data.LoadFromEnumerable(new[] { new Term { Text = "a" }, new Term { Text = "c" }, new Term { Text = "b" } });
        IDataView data = Data();
        uint[][] keys = Keys(_ml.Transforms.Conversion.MapValueToKey("Out", "Words", keyData: terms), data);
        CollectionAssert.AreEqual(new uint[] { 3, 1, 0, 3 }, keys.SelectMany(k => k).ToArray());
    }

    [TestMethod]
    public void UnseenValuesAreMissing()
    {
        IDataView data = Data(), other = _ml.Data.LoadFromEnumerable(new[] { new Row { Long = 5, Words = ["", ""] } });
        IDataView output = _ml.Transforms.Conversion.MapValueToKey("Key", "Long").Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key")).Fit(data).Transform(other);
        Assert.AreEqual(0u, output.GetColumn<uint>("Key").Single());
        Assert.AreEqual(0L, output.GetColumn<long>("Back").Single());
    }

    [TestMethod]
    public void MissingKeysBecomeNaN()
    {
        IDataView data = Data(), other = _ml.Data.LoadFromEnumerable(new[] { new Row { Wide = 99, Words = ["", ""] } });
        IDataView output = _ml.Transforms.Conversion.MapValueToKey("Key", "Wide").Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key")).Fit(data).Transform(other);
        Assert.AreEqual(double.NaN, output.GetColumn<double>("Back").Single());
    }

    [TestMethod]
    public void KeysWithoutValuesCannotBeMappedBack() =>
        Assert.Throws<Exception>(() => _ml.Transforms.Conversion.MapKeyToValue("Out", "Key").Fit(Data()));

    [TestMethod]
    public void NoValuesMakeNoKeys()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Row { Words = ["", ""] } });
        IDataView output = _ml.Transforms.Conversion.MapValueToKey("Out", "Text").Fit(data).Transform(data);

        CollectionAssert.AreEqual(new[] { "Term map for output column 'Out' contains no entries." }, warnings);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 1), output.Schema["Out"].Type);
        Assert.IsEmpty(output.Schema["Out"].Annotations.Schema);
        Assert.AreEqual(0u, output.GetColumn<uint>("Out").Single());
    }

    [TestMethod]
    public void KeyValuesAsText()
    {
        IDataView data = Data();
        IDataView output = _ml.Transforms.Conversion.MapValueToKey("Out", "Flag", addKeyValueAnnotationsAsText: true).Fit(data).Transform(data);
        VBuffer<ReadOnlyMemory<char>> values = default;
        output.Schema["Out"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { "1", "0" }, values.DenseValues().Select(v => v.ToString()).ToArray());
    }

    private static uint[][] Keys(IEstimator<ITransformer> estimator, IDataView data) => estimator.Fit(data).Transform(data).GetColumn<uint[]>("Out").ToArray();
}
