using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Streaming;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class TableTests
{
    // Whatever the tool makes of a line, ML.NET's loader has to make the same of it.
    [TestMethod]
    [DataRow("a,b,c")]
    [DataRow("a,,")]
    [DataRow(" a , \"b, c\" ,d ")]
    [DataRow("\"say \"\"so\"\"\",x,\"\"")]
    [DataRow("1.5,two words,\"3\"")]
    public void Lines_AreCutAsMlNetCutsThem(string line)
    {
        var mlContext = new MLContext();
        var layout = new TableLayout(',', HasHeader: false, ["a", "b", "c"], [new("a", ColumnKind.Category), new("b", ColumnKind.Category), new("c", ColumnKind.Category)]);
        IDataView rows = layout.CreateLoader(mlContext, [0, 1, 2]).Load(new RowSource(() => [line]));
        string[] theirs = [.. rows.Schema.Select(column => rows.GetColumn<string>(column.Name).Single())];
        Assert.AreEqual(string.Join("|", theirs), string.Join("|", DelimitedLine.Split(line, ',')));
        CollectionAssert.AreEqual(theirs, DelimitedLine.Split(string.Join(',', theirs.Select(field => DelimitedLine.Quoted(field, ','))), ','));
    }

    [TestMethod]
    [DataRow("a,b,c", ',')]
    [DataRow("a;b;c,d", ';')]
    [DataRow("a\tb", '\t')]
    [DataRow("a|b", '|')]
    [DataRow("alone", ',')]
    [DataRow("\"a;b\",c", ',')]
    public void TheSeparator_IsFoundOut(string header, char separator) => Assert.AreEqual(separator, DelimitedLine.FindSeparator(header));

    [TestMethod]
    public void Columns_AreNumbersOrCategories_OrOfNoUse()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", """
            number,gaps,words,yesno,code,constant,empty,name,same,label
            1e-3,1,red,true,7,5,,ann,x,0
            -2,NA,blue,false,8,5,?,bob,,0
            3.5,,red,true,7,5,,cid,x,1
            """);
        TableFile file = TableFile.Open(path, separator: null, hasHeader: true);
        TableProfile profile = TableProfile.Read(file, new LabelRule("label", []), mostCategories: 2, CancellationToken.None);
        CollectionAssert.AreEqual(new[] { 0f, 0, 1 }, profile.Labels.ToArray());
        (IReadOnlyList<FeatureColumn> features, IReadOnlyList<LeftOutColumn> leftOut) = new ColumnInference([], ["code"], 2).Choose(file, profile, "label");
        Assert.AreEqual(
            "number Number, gaps Number, words Category, yesno Category, code Category, same Category", string.Join(", ", features.Select(c => $"{c.Name} {c.Kind}")));
        CollectionAssert.AreEqual(new[] { "constant", "empty", "name" }, leftOut.Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "name" }, new ColumnInference(["number", "code", "gaps"], ["name"], 2).Choose(file, profile, "label").Features
            .Where(c => c.Name is "number" or "code" or "gaps" or "name").Select(c => c.Name).ToArray());
    }

    [TestMethod]
    public void MissingNumbers_BecomeTheMean_AndUnknownCategoriesNothing()
    {
        using var folder = new TemporaryFolder();
        TableFile file = TableFile.Open(folder.Write("t.csv", "x,c,label\n1,red,0\n,blue,0\n3,,0\n8,red,1\n"), null, hasHeader: true);
        var layout = new TableLayout(',', HasHeader: true, file.Columns, [new("x", ColumnKind.Number), new("c", ColumnKind.Category)]);
        var mlContext = new MLContext();
        IDataView rows = LabelledRows.Load(mlContext, file, layout, new LabelRule("label", []), [0, 1, 2]);
        ITransformer pipeline = Modeling.FeaturePipeline.Create(mlContext, layout.Features).Fit(rows);
        IDataView all = pipeline.Transform(LabelledRows.Load(mlContext, file, layout, new LabelRule("label", [])));
        string[] features = [.. all.GetColumn<float[]>("Features").Select(row => string.Join(' ', row))];
        CollectionAssert.AreEqual(new[] { "1 1 0", "2 0 1", "3 0 0", "8 1 0" }, features);
        CollectionAssert.AreEqual(new[] { 0f, 0, 0, 1 }, all.GetColumn<float>(LabelledRows.LabelColumn).ToArray());
    }

    [TestMethod]
    [DataRow("1", 1f)]
    [DataRow("0", 0f)]
    [DataRow("-1", -1f)]
    [DataRow("", 0f)]
    [DataRow("NaN", 0f)]
    [DataRow("TRUE", 1f)]
    [DataRow("no", 0f)]
    [DataRow("Anomaly", 1f)]
    public void Labels_HaveTheirUsualMeaning(string value, float expected) => Assert.AreEqual(expected, new LabelRule("label", []).Read(value));

    [TestMethod]
    public void Labels_HaveTheMeaningThatIsGiven()
    {
        var rule = new LabelRule("label", ["worn", "0"]);
        CollectionAssert.AreEqual(new[] { 1f, 1, 0, 0 }, ((string[])["worn", "0", "1", ""]).Select(rule.Read).ToArray());
        Assert.ThrowsExactly<ToolException>(() => new LabelRule("label", []).Read("worn"));
    }

    [TestMethod]
    public void HeldOutRows_HaveTheirShareOfAnomalies()
    {
        float[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 20 == 3 ? 1f : 0)];
        (int[] train, int[] test) = RowSplit.HoldOut(labels, 0.3, seed: 4);
        Assert.AreEqual((140, 60), (train.Length, test.Length));
        Assert.AreEqual(3, test.Count(row => labels[row] == 1));
        CollectionAssert.AreEqual(Enumerable.Range(0, 200).ToArray(), train.Concat(test).Order().ToArray());
        CollectionAssert.AreEqual(test, test.Order().ToArray());
        CollectionAssert.AreEqual(test, RowSplit.HoldOut(labels, 0.3, seed: 4).Test);
        CollectionAssert.AreNotEqual(test, RowSplit.HoldOut(labels, 0.3, seed: 5).Test);
        Assert.AreEqual((1, 1), (RowSplit.HoldOut([0, 0, 0, 1, 1], 0.1, 1).Test.Count(row => row > 2), RowSplit.HoldOut([0, 0, 0, 1, 1], 0.1, 1).Train.Count(row => row > 2)));
        Assert.IsEmpty(RowSplit.HoldOut(labels, 0, 1).Test);
    }

    [TestMethod]
    public void Folds_HaveEachRowOnce()
    {
        float[] labels = [.. Enumerable.Range(0, 103).Select(i => i < 8 ? 1f : 0)];
        IReadOnlyList<int[]> folds = RowSplit.Folds(labels, 4, seed: 1);
        CollectionAssert.AreEqual(Enumerable.Range(0, 103).ToArray(), folds.SelectMany(fold => fold).Order().ToArray());
        Assert.IsTrue(folds.All(fold => fold.Count(row => labels[row] == 1) == 2 && fold.Length is 25 or 26));
    }

    [TestMethod]
    public void Blocks_EndWhereLinesEnd_HoweverTheyArrive()
    {
        const string text = "one\r\ntwo\rthree\n\nfour äöü";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        foreach (int size in (int[])[1, 2, 3, 5, 100])
        {
            using var reader = new LineBlockReader(new Dripping(bytes, size));
            var lines = new List<string>();
            for (var block = new List<string>(); reader.Read(block);)
                lines.AddRange(block);
            CollectionAssert.AreEqual(new[] { "one", "two", "three", "", "four äöü" }, lines, $"{size} bytes at a time");
        }
    }

    // Gives few bytes at each read.
    private sealed class Dripping(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, size));
    }
}
