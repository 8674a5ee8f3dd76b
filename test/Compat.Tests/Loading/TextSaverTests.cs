using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class TextSaverTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public float Label;
        public string Text = "";
        public bool Flag;
        [KeyType(3)] public uint Key;
        [VectorType(8)] public float[] Features = new float[8];
    }

    private static readonly Row[] Rows =
    [
        new() { Label = 1.5f, Text = "plain", Flag = true, Key = 2, Features = [1, 2, 3, 4, 5, 6, 7, float.NaN] },
        new() { Label = 0, Text = "a \"quote\", and: more", Key = 7, Features = [0, 0, 0, 0, 0, 0, 9, 0] },
        new() { Label = float.NegativeInfinity, Text = " spaced", Features = new float[8] },
    ];

    private string Saved(IDataView view, char separator = '\t', bool header = true, bool schema = true, bool dense = false)
    {
        using var stream = new MemoryStream();
        _ml.Data.SaveAsText(view, stream, separator, header, schema, forceDense: dense);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
    }

    [TestMethod]
    public void DenseLinesAndTheSchemaComment()
    {
        string expected = """
            #@ TextLoader{
            #@   header+
            #@   sep=semicolon
            #@   col=Label:R4:0
            #@   col=Text:TX:1
            #@   col=Flag:BL:2
            #@   col=Key:U4[3]:3
            #@   col=Features:R4:4-11
            #@ }
            Label;Text;Flag;Key;"";"";"";"";"";"";"";""
            1.5;plain;1;2;1;2;3;4;5;6;7;?
            0;"a ""quote"", and: more";0;;0;0;0;0;0;0;9;0
            -Infinity;" spaced";0;0;0;0;0;0;0;0;0;0

            """;
        Assert.AreEqual(expected.ReplaceLineEndings("\n"), Saved(_ml.Data.LoadFromEnumerable(Rows), ';', dense: true));
    }

    // The first columns in full, then "size index:value ..." where that is shorter; keys have no default text but "".
    [TestMethod]
    public void SparseLinesWhereShorter()
    {
        string[] expected =
        [
            "1.5\tplain\t1\t2\t1\t2\t3\t4\t5\t6\t7\t?",
            "0\t\"a \"\"quote\"\", and: more\"\t10\t8:9",
            "-Infinity\t\" spaced\"\t0\t0\t8\t0:0",
            "",
        ];
        CollectionAssert.AreEqual(expected, Saved(_ml.Data.LoadFromEnumerable(Rows), header: false, schema: false).Split('\n'));
    }

    [TestMethod]
    [DataRow(';')]
    [DataRow('\t')]
    public void SavedRowsCanBeLoadedByTheirComment(char separator)
    {
        using var file = new TextFile();
        using (FileStream stream = File.Create(file.Path))
            _ml.Data.SaveAsText(_ml.Data.LoadFromEnumerable(Rows), stream, separator, forceDense: true);
        // The comment names columns, types, separator and header.
        IDataView loaded = _ml.Data.LoadFromTextFile(file.Path, options: null);
        CollectionAssert.AreEqual(
            new[] { "Label: Single", "Text: String", "Flag: Boolean", "Key: Key<UInt32, 0-2>", "Features: Vector<Single, 8>" },
            loaded.Schema.Select(c => $"{c.Name}: {c.Type}").ToArray());
        CollectionAssert.AreEqual(Rows.Select(r => r.Label).ToArray(), loaded.GetColumn<float>("Label").ToArray());
        CollectionAssert.AreEqual(new[] { true, false, false }, loaded.GetColumn<bool>("Flag").ToArray());
        CollectionAssert.AreEqual(new uint[] { 3, 0, 1 }, loaded.GetColumn<uint>("Key").ToArray());
        CollectionAssert.AreEqual(Rows.SelectMany(r => r.Features).ToArray(), loaded.GetColumn<float[]>("Features").SelectMany(f => f).ToArray());
    }

    private sealed class Scalars
    {
        [LoadColumn(0)] public double Wide;
        [LoadColumn(1)] public DateTime When;
        [LoadColumn(2)] public TimeSpan Duration;
        [LoadColumn(3)] public long Number;
        [LoadColumn(4)] public string Text = "";
    }

    [TestMethod]
    public void ValuesSurviveTheRoundTrip()
    {
        Scalars[] rows =
        [
            new() { Wide = 0.1, When = new DateTime(2021, 2, 3, 4, 5, 6, 7, DateTimeKind.Utc), Duration = TimeSpan.FromSeconds(-1.5), Number = long.MinValue, Text = "a,b" },
            new() { Wide = double.MaxValue, Text = "say \"hi\"" },
            new() { Wide = double.Epsilon, Text = "" },
        ];
        using var file = new TextFile();
        using (FileStream stream = File.Create(file.Path))
            _ml.Data.SaveAsText(_ml.Data.LoadFromEnumerable(rows), stream, ',', headerRow: false, schema: false);
        IDataView loaded = _ml.Data.LoadFromTextFile<Scalars>(file.Path, ',', allowQuoting: true);
        Scalars[] read = _ml.Data.CreateEnumerable<Scalars>(loaded, reuseRowObject: false).ToArray();
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.AreEqual(
                (rows[i].Wide, rows[i].When, rows[i].Duration, rows[i].Number, rows[i].Text),
                (read[i].Wide, read[i].When, read[i].Duration, read[i].Number, read[i].Text));
        }
    }
}
