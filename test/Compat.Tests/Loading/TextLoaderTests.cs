using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class TextLoaderTests
{
    private readonly MLContext _ml = new(seed: 1);

    private float[][] Vectors(string content, TextLoader.Options options, string column = "F")
    {
        using var file = new TextFile(content);
        return _ml.Data.LoadFromTextFile(file.Path, options).GetColumn<float[]>(column).ToArray();
    }

    private static TextLoader.Options Options(char separator, params TextLoader.Column[] columns) => new() { Separators = [separator], Columns = columns };

    [TestMethod]
    public void FilesAreReadWhenACursorMovesAndAnewInEachPass()
    {
        using var file = new TextFile("1\n2\n");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("A", DataKind.Single, 0)]);
        Assert.IsNull(view.GetRowCount());
        File.WriteAllText(file.Path, "3\n4\n5\n");
        CollectionAssert.AreEqual(new float[] { 3, 4, 5 }, view.GetColumn<float>("A").ToArray());
        File.WriteAllText(file.Path, "6\n");
        CollectionAssert.AreEqual(new float[] { 6 }, view.GetColumn<float>("A").ToArray());
    }

    [TestMethod]
    public void CursorSetReadsEachLineOnce()
    {
        using var file = new TextFile(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i}\t{-i}\n")));
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new("A", DataKind.Int32, 0), new("F", DataKind.Single, 0, 1)]);
        SortedDictionary<ulong, VBuffer<float>> found = Views.ReadInParallel<VBuffer<float>>(view, "F", 4);
        Assert.HasCount(5000, found);
        Assert.IsTrue(found.All(f => f.Value.GetItemOrDefault(0) == f.Key && f.Value.GetItemOrDefault(1) == -(float)f.Key));
    }

    [TestMethod]
    public void ThereAreNoValuesOutsideOfRows()
    {
        using var file = new TextFile("1\n");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new("A", DataKind.Single, 0), new("F", DataKind.Single, 0, 1)]);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> get = cursor.GetGetter<float>(view.Schema["A"]);
        ValueGetter<VBuffer<float>> getVector = cursor.GetGetter<VBuffer<float>>(view.Schema["F"]);
        void NoValues()
        {
            float value = 0;
            VBuffer<float> vector = default;
            Assert.ThrowsExactly<InvalidOperationException>(() => get(ref value));
            Assert.ThrowsExactly<InvalidOperationException>(() => getVector(ref vector));
        }
        NoValues();
        while (cursor.MoveNext())
        {
            float value = 0;
            get(ref value);
            Assert.AreEqual(1f, value);
        }
        NoValues();
    }

    [TestMethod]
    public void RowsKeepTheirValuesWhileLaterOnesAreRead()
    {
        using var file = new TextFile("a\tb\nc\td\n");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new("T", DataKind.String, 0, 1)]);
        string[][] rows = view.GetColumn<string[]>("T").ToArray();
        CollectionAssert.AreEqual(new[] { "a", "b" }, rows[0]);
        CollectionAssert.AreEqual(new[] { "c", "d" }, rows[1]);
    }

    [TestMethod]
    public void MaxRowsCountsOverAllFiles()
    {
        using var one = new TextFile("h\n1\n2\n");
        using var two = new TextFile("h\n3\n4\n");
        TextLoader.Options options = Options(',', new TextLoader.Column("A", DataKind.Single, 0));
        options.HasHeader = true;
        options.MaxRows = 3;
        IDataView view = _ml.Data.CreateTextLoader(options).Load(one.Path, two.Path);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, view.GetColumn<float>("A").ToArray());
    }

    [TestMethod]
    public void CommentsAreSkipped()
    {
        using var file = new TextFile("# first\n// second\n\n1\n#2\n// third\n3\n");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("A", DataKind.String, 0)]);
        // "#" marks a comment only before the first row.
        CollectionAssert.AreEqual(new[] { "1", "#2", "3" }, view.GetColumn<string>("A").ToArray());
    }

    [TestMethod]
    public void RangeToTheEndTakesTheSizeOfTheLines()
    {
        float[][] rows = Vectors("1,2,3\n4,5,6\n", Options(',', new TextLoader.Column("F", DataKind.Single, [new TextLoader.Range(1, null)])));
        CollectionAssert.AreEqual(new float[] { 2, 3 }, rows[0]);
        CollectionAssert.AreEqual(new float[] { 5, 6 }, rows[1]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Vectors("1,2,3\n4,5\n", Options(',', new TextLoader.Column("F", DataKind.Single, [new TextLoader.Range(1, null)]))));
    }

    [TestMethod]
    public void VariableRangeTakesWhatEachLineHas()
    {
        TextLoader.Range range = new() { Min = 1, VariableEnd = true };
        float[][] rows = Vectors("1,2,3\n4\n5,6\n", Options(',', new TextLoader.Column("F", DataKind.Single, [range])));
        CollectionAssert.AreEqual(new float[] { 2, 3 }, rows[0]);
        Assert.IsEmpty(rows[1]);
        CollectionAssert.AreEqual(new float[] { 6 }, rows[2]);
    }

    [TestMethod]
    public void AllOtherTakesTheFieldsThatNobodyElseTakes()
    {
        TextLoader.Range others = new() { Min = 0, Max = 4, AllOther = true };
        float[][] rows = Vectors("0,1,2,3,4\n", Options(',',
            new TextLoader.Column("A", DataKind.Single, 1), new TextLoader.Column("F", DataKind.Single, [others]), new TextLoader.Column("B", DataKind.Single, 3)));
        CollectionAssert.AreEqual(new float[] { 0, 2, 4 }, rows[0]);
    }

    [TestMethod]
    public void RangesAreJoinedInTheOrderGiven()
    {
        float[][] rows = Vectors("0,1,2,3,4\n", Options(',', new TextLoader.Column("F", DataKind.Single, [new(3, 4), new(0)])));
        CollectionAssert.AreEqual(new float[] { 3, 4, 0 }, rows[0]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Vectors("0,1\n", Options(',', new TextLoader.Column("F", DataKind.Single, [new(0, 1), new(1)]))));
    }

    [TestMethod]
    public void HeaderFileNamesSlots()
    {
        using var header = new TextFile("x, y ,z\n");
        using var data = new TextFile("1,2,3\n");
        TextLoader.Options options = Options(',', new TextLoader.Column("F", DataKind.Single, 1, 2));
        options.HeaderFile = header.Path;
        IDataView view = _ml.Data.LoadFromTextFile(data.Path, options);
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["F"].Annotations.GetValue("SlotNames", ref names);
        CollectionAssert.AreEqual(new[] { "y", "z" }, names.DenseValues().Select(n => n.ToString()).ToArray());
        CollectionAssert.AreEqual(new float[] { 2, 3 }, view.GetColumn<float[]>("F").Single());
    }

    [TestMethod]
    public void QuotedFieldsMaySpanLines()
    {
        using var file = new TextFile("1,\"one\n\"\"two\"\"\",x\n2,three,y\n");
        TextLoader.Options options = Options(',', new TextLoader.Column("T", DataKind.String, 1), new TextLoader.Column("U", DataKind.String, 2));
        options.AllowQuoting = options.ReadMultilines = true;
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, options);
        CollectionAssert.AreEqual(new[] { "one\n\"two\"", "three" }, view.GetColumn<string>("T").ToArray());
        CollectionAssert.AreEqual(new[] { "x", "y" }, view.GetColumn<string>("U").ToArray());
    }

    [TestMethod]
    public void EscapeCharacterProtectsQuotes()
    {
        using var file = new TextFile("""
            "a \"b\" c",d

            """);
        TextLoader.Options options = Options(',', new TextLoader.Column("T", DataKind.String, 0, 1));
        options.AllowQuoting = true;
        options.EscapeChar = '\\';
        CollectionAssert.AreEqual(new[] { "a \"b\" c", "d" }, _ml.Data.LoadFromTextFile(file.Path, options).GetColumn<string[]>("T").Single());
    }

    [TestMethod]
    public void SeveralSeparatorsMixAndSpacesSeparateIfAsked()
    {
        TextLoader.Options options = Options(',', new TextLoader.Column("F", DataKind.Single, 0, 3));
        options.Separators = [',', ' ', ';'];
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4 }, Vectors("1 2;3,4\n", options)[0]);
    }

    [TestMethod]
    public void SparseLines()
    {
        TextLoader.Options options = Options(' ', new TextLoader.Column("F", DataKind.Single, 1, 6));
        options.AllowSparse = true;
        float[][] rows = Vectors("9 6 0:1 5:2\n9 1 2 3 4 5 6\n9 6 3:7\n", options);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 0, 0, 2 }, rows[0]);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, rows[1]);
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 7, 0, 0 }, rows[2]);
    }

    private sealed class Dated
    {
        [LoadColumn(0)] public DateTime When = default;
        [LoadColumn(1)] public TimeSpan Duration = default;
        [LoadColumn(2)] public long Number { get; set; }
        [LoadColumn(3), KeyType(5)] public uint Key = 0;
    }

    [TestMethod]
    public void OtherTypesAreReadInvariantly()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        }
        catch (CultureNotFoundException)
        {
            // Without culture data there is only the invariant one.
        }
        try
        {
            using var file = new TextFile("2020-02-03T04:05:06Z\t01:02:03\t-9223372036854775808\t4\n\t\t\t\n2020-02-03\t1.00:00:00\t12\t5\n");
            IDataView view = _ml.Data.LoadFromTextFile<Dated>(file.Path);
            CollectionAssert.AreEqual(new[] { new DateTime(2020, 2, 3, 4, 5, 6), default, new DateTime(2020, 2, 3) }, view.GetColumn<DateTime>("When").ToArray());
            CollectionAssert.AreEqual(new[] { new TimeSpan(1, 2, 3), default, TimeSpan.FromDays(1) }, view.GetColumn<TimeSpan>("Duration").ToArray());
            CollectionAssert.AreEqual(new[] { long.MinValue, 0, 12 }, view.GetColumn<long>("Number").ToArray());
            CollectionAssert.AreEqual(new uint[] { 5, 0, 0 }, view.GetColumn<uint>("Key").ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    [DataRow("0.1", 0.1)]
    [DataRow("-1234567890.0625", -1234567890.0625)]
    [DataRow("+6.02214076E+23", 6.02214076e23)]
    [DataRow("00012.50", 12.5)]
    [DataRow("1e999", double.PositiveInfinity)]
    [DataRow("-1e-999", -0.0)]
    [DataRow(".", double.NaN)]
    [DataRow("1e", double.NaN)]
    [DataRow("1 2", double.NaN)]
    [DataRow("infinity", double.NaN)]
    public void RealNumbers(string text, double value)
    {
        using var file = new TextFile(text + "\n");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new("D", DataKind.Double, 0), new("S", DataKind.Single, 0)]);
        Assert.AreEqual(value, view.GetColumn<double>("D").Single());
        Assert.AreEqual((float)value, view.GetColumn<float>("S").Single());
    }

    [TestMethod]
    public void WrongSettingsAreRefused()
    {
        var column = new TextLoader.Column("A", DataKind.Single, 0);
        void Refused(TextLoader.Options options) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateTextLoader(options));
        Refused(new TextLoader.Options { Columns = [column], DecimalMarker = ';' });
        Refused(new TextLoader.Options { Columns = [column], DecimalMarker = ',', Separators = [','] });
        Refused(new TextLoader.Options { Columns = [column], Separators = ['5'] });
        Refused(new TextLoader.Options { Columns = [column], Separators = [';'], EscapeChar = ';' });
        Refused(new TextLoader.Options { Columns = [new TextLoader.Column("A", DataKind.Single, [])] });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TextLoader.Range(3, 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TextLoader.Range(-1));
    }

    // A loader writes itself into whatever model saves it.
    private sealed class LoaderSaver(TextLoader loader) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        public void Save(ModelSaveContext ctx) => ((ICanSaveModel)loader).Save(ctx);
    }

    [TestMethod]
    public void LoaderSavesItself()
    {
        using var sample = new TextFile("x,y,z\n1,2,3\n");
        TextLoader loader = _ml.Data.CreateTextLoader([new("A", DataKind.Single, 0), new("F", DataKind.Single, 1, 2)], ',', hasHeader: true, new MultiFileSource(sample.Path));
        using var stream = new MemoryStream();
        _ml.Model.Save(new LoaderSaver(loader), null, stream);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        string Content(string name, Encoding encoding)
        {
            using Stream entry = zip.Entries.Single(e => e.FullName.Replace('\\', '/') == name).Open();
            using var reader = new StreamReader(entry, encoding);
            return reader.ReadToEnd();
        }
        Assert.Contains("TXTLOADR", Content("TransformerChain/Model.key", Encoding.Latin1));
        Assert.AreEqual("x,y,z", Content("TransformerChain/Header.txt", Encoding.UTF8).Trim());
    }

    [TestMethod]
    public void MissingFilesShowWhenTheyAreRead()
    {
        var source = new MultiFileSource("no-such-file.txt");
        Assert.AreEqual(1, source.Count);
        Assert.ThrowsExactly<IOException>(() => source.Open(0));
        Assert.AreEqual(0, new MultiFileSource().Count);
    }

    [TestMethod]
    public void WildCardsNameAllFiles()
    {
        string folder = Directory.CreateTempSubdirectory("compat-").FullName;
        try
        {
            foreach (string name in new[] { "b.csv", "a.csv", "c.txt" })
                File.WriteAllText(Path.Combine(folder, name), name[0] + "\n");
            IDataView view = _ml.Data.LoadFromTextFile(Path.Combine(folder, "*.csv"), [new TextLoader.Column("A", DataKind.String, 0)]);
            CollectionAssert.AreEqual(new[] { "a", "b" }, view.GetColumn<string>("A").ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
