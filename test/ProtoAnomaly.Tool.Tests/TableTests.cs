using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class TableTests
{
    [TestMethod]
    [DataRow("a,b,c", ',')]
    [DataRow("a;b;c,d", ';')]
    [DataRow("a\tb", '\t')]
    [DataRow("a|b", '|')]
    [DataRow("alone", ',')]
    [DataRow("\"a;b\",c", ',')]
    [DataRow("a;b\n1,5;2,5\n1,5;2", ';')]
    public void TheSeparator_IsFoundOut(string text, char separator)
    {
        using var folder = new TemporaryFolder();
        Assert.AreEqual(separator, Open(folder.Write("t.csv", text)).Separator);
    }

    // Records as RFC 4180 has them, beside what people write in spite of it.
    [TestMethod]
    public void Records_KeepTheirLinesAndTheirQuotes()
    {
        using var folder = new TemporaryFolder();
        TableSource table = Open(folder.Write("t.csv", "a,b\r\n1,\"two\nlines\"\r\n\r\n 12\" , \"x\"\r\n\"say \"\"so\"\"\",\r\n"));
        TableRow[] rows = [.. table.Rows()];
        CollectionAssert.AreEqual(new long[] { 2, 5, 6 }, rows.Select(row => row.Number).ToArray());
        CollectionAssert.AreEqual(new[] { "1", "two\nlines", "12\"", "\"x\"", "say \"so\"", "" }, rows.SelectMany(row => row.Fields).ToArray());
    }

    [TestMethod]
    public void AGzippedFile_IsReadAsTheTextInIt()
    {
        using var folder = new TemporaryFolder();
        using (var zip = new GZipStream(File.Create(folder["t.csv.gz"]), CompressionMode.Compress))
            zip.Write(Encoding.UTF8.GetBytes("a;b\n1;2\n"));
        CollectionAssert.AreEqual(new[] { "1", "2" }, Open(folder["t.csv.gz"]).Rows().Single().Fields);
    }

    [TestMethod]
    public void OtherEncodings_AreRefusedOrNamed_NeverMisread()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["t.csv"], Encoding.Latin1.GetBytes("größe,b\n1,2\n"));
        StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => Open(folder["t.csv"])).Message, "--encoding latin1");
        Assert.AreEqual("größe", DelimitedSource.Open(folder["t.csv"], new DelimitedFormat(null, HasHeader: true, Encoding.Latin1)).Columns[0]);
        File.WriteAllText(folder["u.csv"], "größe,b\n1,2\n", Encoding.Unicode);
        Assert.AreEqual("größe", Open(folder["u.csv"]).Columns[0]);
    }

    [TestMethod]
    public void ParquetJsonPatternsAndSql_AreTables()
    {
        using var folder = new TemporaryFolder();
        using (QuerySource made = QuerySource.OfSql($"SELECT 1"))
            Assert.AreEqual("1", made.Rows().Single().Fields[0]);
        folder.Write("a1.csv", "x,y\n1.50,a\n");
        folder.Write("a2.csv", "x,y\n2,b\n");
        using (var made = new DuckDBConnection("Data Source=:memory:"))
        {
            made.Open();
            using var command = made.CreateCommand();
            command.CommandText = $"COPY (SELECT 0.25 AS x, DATE '2024-02-03' AS d, NULL AS n) TO '{folder["t.parquet"]}'; COPY (SELECT 0.25 AS x, 'b' AS y) TO '{folder["t.jsonl"]}' (FORMAT JSON)";
            command.ExecuteNonQuery();
        }
        CollectionAssert.AreEqual(new[] { "0.25", "2024-02-03", "" }, Of("t.parquet").Rows().Single().Fields);
        CollectionAssert.AreEqual(new[] { "0.25", "b" }, Of("t.jsonl").Rows().Single().Fields);
        CollectionAssert.AreEqual(new[] { "1.50", "a", "2", "b" }, Of("a*.csv").Rows().SelectMany(row => row.Fields).ToArray());
        using QuerySource query = QuerySource.OfSql($"SELECT x * 2 AS double FROM '{folder["t.parquet"]}';");
        Assert.AreEqual("0.50", query.Rows().Single().Fields[0]);
        Assert.AreEqual("row 1", $"{query.NumberWord} {query.Rows().Single().Number}");
        StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => QuerySource.OfSql("SELECT nothing")).Message, "--sql: ");

        QuerySource Of(string name) => QuerySource.OfFiles(folder[name], new DelimitedFormat(null, HasHeader: true, DelimitedFormat.StrictUtf8));
    }

    [TestMethod]
    [DataRow("1234.5", nameof(NumberFormat.Point), 1234.5f)]
    [DataRow("-1e-3", nameof(NumberFormat.Point), -0.001f)]
    [DataRow("1 234.5", nameof(NumberFormat.Point), 1234.5f)]
    [DataRow("1'234.5", nameof(NumberFormat.Point), 1234.5f)]
    [DataRow("$ 12.50", nameof(NumberFormat.Point), 12.5f)]
    [DataRow("-€12", nameof(NumberFormat.Point), -12f)]
    [DataRow("7.5 %", nameof(NumberFormat.Point), 7.5f)]
    [DataRow("12 EUR", nameof(NumberFormat.Comma), 12f)]
    [DataRow("\u22123,5", nameof(NumberFormat.Comma), -3.5f)]
    [DataRow("0,01", nameof(NumberFormat.Comma), 0.01f)]
    [DataRow("1,234.5", nameof(NumberFormat.PointWithThousands), 1234.5f)]
    [DataRow("1.234,5", nameof(NumberFormat.CommaWithThousands), 1234.5f)]
    [DataRow("1.234.567", nameof(NumberFormat.CommaWithThousands), 1234567f)]
    public void Numbers_AreReadAsTheColumnWritesThem(string text, string format, float expected)
    {
        Assert.IsTrue(Numbers.TryParse(text, Enum.Parse<NumberFormat>(format), out float value));
        Assert.AreEqual(expected, value);
    }

    [TestMethod]
    [DataRow("0,01", nameof(NumberFormat.Point))]
    [DataRow("0,01", nameof(NumberFormat.PointWithThousands))]
    [DataRow("1.5", nameof(NumberFormat.Comma))]
    [DataRow("12,34", nameof(NumberFormat.PointWithThousands))]
    [DataRow("abc", nameof(NumberFormat.Point))]
    [DataRow("1e39", nameof(NumberFormat.Point))]
    [DataRow("inf", nameof(NumberFormat.Point))]
    [DataRow("--3", nameof(NumberFormat.Point))]
    [DataRow("12 34", nameof(NumberFormat.Point))]
    [DataRow("#DIV/0!", nameof(NumberFormat.Point))]
    public void WhatIsNoNumber_IsNone(string text, string format) => Assert.IsFalse(Numbers.TryParse(text, Enum.Parse<NumberFormat>(format), out _));

    [TestMethod]
    public void Dates_GiveTheirParts()
    {
        Assert.IsTrue(Dates.TryParse("2024-07-02T18:30:00Z", DateOrder.YearFirst, out DateTime date));
        Assert.AreEqual(18.5f, Dates.Number(date, DatePart.Hour));
        Assert.AreEqual(2024 + ((31 + 29 + 31 + 30 + 31 + 30 + 1 + (18.5f / 24)) / 366), Dates.Number(date, DatePart.Year), 1e-3f);
        Assert.IsTrue(Dates.TryParse("31.12.2024 07:15", DateOrder.DayFirst, out date) && date == new DateTime(2024, 12, 31, 7, 15, 0));
        Assert.IsTrue(Dates.TryParse("12/31/2024", DateOrder.MonthFirst, out date) && date == new DateTime(2024, 12, 31));
        Assert.IsFalse(Dates.TryParse("12/31/2024", DateOrder.DayFirst, out _));
        Assert.IsFalse(Dates.TryParse("1.5", DateOrder.DayFirst, out _));
    }

    [TestMethod]
    public void Columns_AreNumbersOrCategories_OrOfNoUse()
    {
        using var folder = new TemporaryFolder();
        TableSource table = Open(folder.Write("t.csv", """
            number,gaps,words,yesno,code,constant,empty,name,same,label
            1e-3,1,red,true,7,5,,ann,x,0
            -2,NA,blue,false,8,5,?,bob,,0
            3.5,,red,true,7,5,,cid,x,1
            """));
        ColumnProfile[] profiles = TrainingTableReader.Profile(table, CancellationToken.None);
        ChosenColumns chosen = new ColumnInference([], ["code"], [], 2, null).Choose(table, profiles, "label");
        Assert.AreEqual(
            "number Number, gaps Number, words Category, yesno Category, code Category, same Category", string.Join(", ", chosen.Features.Select(c => $"{c.Name} {c.Kind}")));
        CollectionAssert.AreEqual(new[] { "constant", "empty", "name" }, chosen.LeftOut.Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "name" }, new ColumnInference(["number", "code", "gaps"], ["name"], [], 2, null).Choose(table, profiles, "label").Features
            .Where(c => c.Name is "number" or "code" or "gaps" or "name").Select(c => c.Name).ToArray());
    }

    // Of a hundred rows: a row number, a key from a narrow range, an amount in cents from a wide one, a birthday, a log's date, a price, a name.
    [TestMethod]
    public void Columns_AreTakenForWhatTheyAre()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        int[] keys = [.. Enumerable.Range(0, 100)];
        random.Shuffle(keys);
        string path = folder.Write("t.csv", "no,key,cents,born,logged,price,euro,mixed,shop,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{i},{keys[i] + 500},{random.Next(1_000_000_000)},{1940 + (i % 70)}-03-{1 + (i % 28):00},{1 + (i % 28)}/2/2024 {i % 24}:15,\"1,{100 + i}.5\",\"{i},5\",{(i == 7 ? "#DIV/0!" : i / 7.0)},shop{i % 12},{i % 2}\n"))));
        TableSource table = Open(path);
        ChosenColumns chosen = new ColumnInference([], [], [], 10, null).Choose(table, TrainingTableReader.Profile(table, CancellationToken.None), "label");
        Assert.AreEqual(
            "cents Number, born.Weekday Category, born.Year Number, logged.Weekday Category, logged.Hour Number, price Number, euro Number, mixed Number, shop CountedCategory",
            string.Join(", ", chosen.Features.Select(c => $"{c.Name} {c.Kind}")));
        CollectionAssert.AreEqual(new[] { "no", "key" }, chosen.LeftOut.Select(c => c.Name).ToArray());
        Assert.AreEqual(NumberFormat.PointWithThousands, chosen.Features.Single(c => c.Name == "price").Format);
        Assert.AreEqual(NumberFormat.Comma, chosen.Features.Single(c => c.Name == "euro").Format);
        Assert.AreEqual(DateOrder.DayFirst, chosen.Features.Single(c => c.Name == "logged.Hour").Order);
        ChosenColumns kept = new ColumnInference([], [], ["no"], 10, null).Choose(table, TrainingTableReader.Profile(table, CancellationToken.None), "label");
        Assert.AreEqual("no", kept.Features[0].Name);
    }

    [TestMethod]
    public void MissingNumbers_BecomeTheMean_UnknownCategoriesNothing_AndCountsAreThoseOfTraining()
    {
        using var folder = new TemporaryFolder();
        TableSource table = Open(folder.Write("t.csv", "x,c,n,label\n1,red,a,0\n,blue,a,0\n3,,b,0\n8,red,z,1\n"));
        var layout = new TableLayout(',', HasHeader: true, table.Columns, [new("x", ColumnKind.Number), new("c", ColumnKind.Category), new("n", ColumnKind.CountedCategory)]);
        var mlContext = new MLContext();
        LabelledTable rows = LabelledTable.Read(table, layout, new LabelRule("label", []), new SpoiltValues("t", "line", isLenient: false), CancellationToken.None);
        IDataView train = rows.Features.ToDataView([0, 1, 2]);
        ITransformer pipeline = Modeling.FeaturePipeline.Create(mlContext, layout.Features, train).Fit(train);
        string[] features = [.. pipeline.Transform(rows.ToDataView()).GetColumn<float[]>("Features").Select(row => string.Join(' ', row.Select(value => value.ToString("G3", null))))];
        CollectionAssert.AreEqual(new[] { "1 1 0 1.1", "2 0 1 1.1", "3 0 0 0.693", "8 1 0 0" }, features);
        CollectionAssert.AreEqual(new[] { 0f, 0, 0, 1 }, rows.Labels.ToArray());
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
        CollectionAssert.AreEqual(new float?[] { 1f, 1, 1, 0, 0 }, ((string[])["worn", "0", "0.0", "1", ""]).Select(rule.Read).ToArray());
        Assert.IsNull(new LabelRule("label", []).Read("worn"));
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

    private static TableSource Open(string path) => DelimitedSource.Open(path, new DelimitedFormat(null, HasHeader: true, DelimitedFormat.StrictUtf8));
}
