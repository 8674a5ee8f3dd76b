using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>Files as people have them, each of which was once misread: what is right is said or done.</summary>
[TestClass]
public sealed class SituationTests
{
    private const int Rows = 240;

    private static readonly string[] Quick = ["--threads", "1", "-o", "NumberOfSteps=20"];

    // Two groups; every twelfth row lies between them.
    private static bool IsAnomaly(int row) => row % 12 == 5;

    private static double Value(int row, int column)
    {
        var random = new Random((row * 7) + column);
        return (IsAnomaly(row) ? (column % 2 * 10) - 5 : row % 2 == 0 ? -4 : 4) + random.NextDouble();
    }

    private static string Number(int row, int column) => Value(row, column).ToString("F3", CultureInfo.InvariantCulture);

    private static string Table(string header, Func<int, string> line, string begin = "") =>
        begin + header + "\n" + string.Concat(Enumerable.Range(0, Rows).Select(row => line(row) + "\n"));

    private static string Plain(Func<int, string> label) => Table("a,b,label", row => $"{Number(row, 0)},{Number(row, 1)},{label(row)}");

    private static ToolRun Train(TemporaryFolder folder, string text, params string[] more) =>
        ToolRun.Of(["train", folder.Write("data.csv", text), "--label", "label", "--out", folder["m.zip"], "--report", folder["m.html"], "--json", .. Quick, .. more]);

    private static JsonNode Inspect(TemporaryFolder folder) => ToolRun.Of("inspect", folder["m.zip"], "--json").Succeeded().Json;

    private static string Kinds(TemporaryFolder folder) =>
        string.Join(", ", Inspect(folder)["columns"]!.AsArray().Select(column => $"{column!["name"]} {column["kind"]}"));

    [TestMethod]
    public void AnEmptyLastField_IsAMissingLabel()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Train(folder, Plain(row => IsAnomaly(row) ? "1" : "")).Succeeded();
        Assert.AreEqual(14, (int)run.Json["labelledAnomalies"]!);
    }

    [TestMethod]
    public void DecimalCommas_ForAModelOfDecimalPoints_AreAnErrorThatNamesTheCell()
    {
        using var folder = new TemporaryFolder();
        Train(folder, Plain(row => IsAnomaly(row) ? "1" : "")).Succeeded();
        const string comma = "a;b\n-4,2;-4,1\n99,5;-99,5\n";
        ToolRun refused = ToolRun.WithInput(comma, "score", folder["m.zip"]);
        Assert.AreEqual(ExitCode.Failure, refused.Code);
        StringAssert.Contains(refused.Error, "Standard input, line 2: '-4,2' in the column 'a' is no number");
        StringAssert.Contains(refused.Error, "--decimal comma");
        string[] right = ToolRun.WithInput("a;b\n-4.2;-4.1\n99.5;-99.5\n", "score", folder["m.zip"]).Succeeded().Lines;
        CollectionAssert.AreEqual(right, ToolRun.WithInput(comma, "score", folder["m.zip"], "--decimal", "comma").Succeeded().Lines);
        Assert.AreNotEqual(right[1], right[2]);
    }

    [TestMethod]
    public void ATextAmongNumbers_IsAnError_OrACountedRemark()
    {
        using var folder = new TemporaryFolder();
        Train(folder, Plain(row => IsAnomaly(row) ? "1" : "0")).Succeeded();
        const string rows = "a,b\n1,2\nabc,2\n1,xyz\nabc,2\n";
        foreach (string verb in (string[])["score", "evaluate"])
        {
            string file = folder.Write("new.csv", verb == "score" ? rows : rows.Replace("\n", ",0\n", StringComparison.Ordinal).Replace("a,b,0", "a,b,label", StringComparison.Ordinal));
            ToolRun refused = ToolRun.Of(verb, folder["m.zip"], file);
            Assert.AreEqual(ExitCode.Failure, refused.Code);
            StringAssert.Contains(refused.Error, "line 3: 'abc' in the column 'a' is no number");
            ToolRun lenient = ToolRun.Of(verb, folder["m.zip"], file, "--lenient").Succeeded();
            StringAssert.Contains(lenient.Error, "a: 2 values are no numbers and count as missing, the first 'abc' in line 3.");
            StringAssert.Contains(lenient.Error, "b: 1 value is no number and counts as missing, the first 'xyz' in line 4.");
        }
        Assert.HasCount(2, ToolRun.WithInput(rows, "score", folder["m.zip"]).Lines, "what came before was answered");
    }

    [TestMethod]
    public void DecimalCommas_AreReadAsNumbers_AndSaid()
    {
        using var folder = new TemporaryFolder();
        string text = Table("a;b;label", row => $"{Number(row, 0)};{Number(row, 1)};{(IsAnomaly(row) ? 1 : 0)}").Replace('.', ',');
        StringAssert.Contains(Train(folder, text).Succeeded().Error, "are read with a decimal comma");
        Assert.AreEqual("a Number, b Number", Kinds(folder));
        string[] lines = ToolRun.WithInput("a;b\n-4,5;-4,5\n5,0;-5,0\n", "score", folder["m.zip"]).Succeeded().Lines;
        Assert.AreNotEqual(lines[1], lines[2]);
    }

    [TestMethod]
    public void MarksOfMissingValues_AreNamed_AndRuinNothing()
    {
        using var folder = new TemporaryFolder();
        Func<int, string> label = row => IsAnomaly(row) ? "1" : "0";
        double clean = Ap(Train(folder, Plain(label)));
        ToolRun run = Train(folder, Table("a,b,label", row => $"{(row % 80 == 1 ? "1e30" : Number(row, 0))},{Number(row, 1)},{label(row)}"));
        StringAssert.Contains(run.Succeeded().Error, "a: 3 rows have 1E+30, far outside of all others");
        Assert.AreEqual(clean, Ap(run), 0.1);
        string[] lines = ToolRun.WithInput("a,b\n1e30,4\n,4\n", "score", folder["m.zip"]).Succeeded().Lines;
        Assert.AreEqual(lines[2], lines[1]);

        static double Ap(ToolRun run) => (double)run.Succeeded().Json["evaluation"]!["averagePrecision"]!;
    }

    [TestMethod]
    public void AnUnnamedIndex_IsLeftOut_AndSaid()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Train(folder, Table(",a,b,label", row => $"{row},{Number(row, 0)},{Number(row, 1)},{(IsAnomaly(row) ? 1 : 0)}")).Succeeded();
        StringAssert.Contains(run.Error, "Left out: column1 has integers that rise from row to row, as an index");
        Assert.AreEqual("a Number, b Number", Kinds(folder));
    }

    [TestMethod]
    public void LabelsOfScikitLearn_AreTakenTheRightWayRound()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Train(folder, Plain(row => IsAnomaly(row) ? "-1" : "1")).Succeeded();
        StringAssert.Contains(run.Error, "the rarer one, -1, is taken for the anomalies");
        Assert.AreEqual(14, (int)run.Json["labelledAnomalies"]!);
        Assert.AreEqual(20, (int)ToolRun.Of("evaluate", folder["m.zip"], folder["data.csv"], "--json").Succeeded().Json["anomalies"]!);
    }

    [TestMethod]
    public void LabelsThatMayMeanTwoThings_AreAskedFor_ByTheUsersOwnNames()
    {
        using var folder = new TemporaryFolder();
        Train(folder, Plain(row => IsAnomaly(row) ? "2" : "1")).Failed(ExitCode.Failure, "the label column 'label'", "'1' (220), '2' (20)", "--anomaly VALUE, for instance --anomaly 2");
        StringAssert.Contains(Train(folder, Plain(row => IsAnomaly(row) ? "ja" : "")).Succeeded().Error, "The label column 'label' has the value 'ja' or none: it is taken for the anomalies.");
        Train(folder, Plain(_ => "1")).Failed(ExitCode.Failure, "all 240 rows are anomalies by the label column 'label'", "'1' (240)", "--anomaly VALUE");
        Train(folder, Plain(row => IsAnomaly(row) ? "0" : "1")).Failed(ExitCode.Failure, "220 of 240 rows would be anomalies", "'1' (220), '0' (20)", "--anomaly 0");
        Train(folder, Plain(row => Number(row, 1))).Failed(ExitCode.Failure, "the column 'label'", "looks like no label");
        Assert.AreEqual(14, (int)Train(folder, Plain(row => IsAnomaly(row) ? "2" : "1"), "--anomaly", "2").Succeeded().Json["labelledAnomalies"]!);
    }

    [TestMethod]
    public void Dates_BecomeTheirParts_NotFiftyCategories()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Train(folder, Table("day,a,b,label", row => $"{new DateTime(2024, 1, 1).AddDays(row / 5):yyyy-MM-dd},{Number(row, 0)},{Number(row, 1)},{(IsAnomaly(row) ? 1 : 0)}")).Succeeded();
        StringAssert.Contains(run.Error, "day: dates, used as weekday.");
        Assert.AreEqual("day.Weekday Category, a Number, b Number", Kinds(folder));
        Assert.HasCount(2, ToolRun.WithInput("day,a,b\n2031-05-06,4,4\n", "score", folder["m.zip"]).Succeeded().Lines);
        StringAssert.Contains(ToolRun.WithInput("day,a,b\nsoon,4,4\n", "score", folder["m.zip"]).Error, "'soon' in the column 'day' is no date");
    }

    [TestMethod]
    public void OneBadCell_IsAMissingValue_CountedAndNamed()
    {
        using var folder = new TemporaryFolder();
        string text = Table("a,b,label", row => $"{Number(row, 0)},{(row == 7 ? "#DIV/0!" : Number(row, 1))},{(IsAnomaly(row) ? 1 : 0)}");
        ToolRun run = Train(folder, text).Succeeded();
        StringAssert.Contains(run.Error, "b: 1 value is no number and counts as missing, the first '#DIV/0!' in line 9.");
        Assert.AreEqual("a Number, b Number", Kinds(folder));
        ToolRun.Of("score", folder["m.zip"], folder["data.csv"]).Succeeded();
    }

    [TestMethod]
    public void ExcelsHint_IsUnderstood()
    {
        using var folder = new TemporaryFolder();
        Train(folder, Table("a;b;label", row => $"{Number(row, 0)};{Number(row, 1)};{(IsAnomaly(row) ? 1 : 0)}", begin: "sep=;\n")).Succeeded();
        string[] lines = ToolRun.Of("score", folder["m.zip"], folder["data.csv"]).Succeeded().Lines;
        Assert.HasCount(Rows + 2, lines, "a line for each line");
        Assert.AreEqual("sep=;|Score;PredictedLabel", string.Join('|', lines[..2]));
        StringAssert.Contains(ToolRun.Of("explain", folder["m.zip"], folder["data.csv"], "--line", "3").Succeeded().Output, "Line 3: ");
        ToolRun.Of("explain", folder["m.zip"], folder["data.csv"], "--line", "2").Failed(ExitCode.Failure, "no row in line 2");
    }

    [TestMethod]
    public void LineBreaksInFields_AreRead_AndLinesAreThoseOfAnEditor()
    {
        using var folder = new TemporaryFolder();
        string text = Table("a,b,note,label", row => $"{Number(row, 0)},{Number(row, 1)},{(row % 3 == 0 ? "\"first\nsecond\"" : "ok")},{(IsAnomaly(row) ? 1 : 0)}");
        Train(folder, text).Succeeded();
        string[] lines = text.Split('\n');
        int top = FirstLine(ToolRun.Of("evaluate", folder["m.zip"], folder["data.csv"], "--report", folder["r.html"]).Succeeded(), folder["r.html"]);
        JsonNode explained = ToolRun.Of("explain", folder["m.zip"], folder["data.csv"], "--line", $"{top}", "--json").Succeeded().Json;
        Assert.AreEqual(top, (int)explained["line"]!);
        string a = (string)explained["contributions"]!.AsArray().Single(part => (string?)part!["feature"] == "a")!["value"]!;
        StringAssert.StartsWith(lines[top - 1], a + ",");
        ToolRun scored = ToolRun.Of("score", folder["m.zip"], folder["data.csv"]).Succeeded();
        Assert.HasCount(Rows + 1, scored.Lines);
        float[] scores = [.. scored.Lines.Skip(1).Select(line => float.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];
        Assert.AreEqual(scores.Max(), (float)explained["Score"]!);
    }

    // The line of the report's first row.
    private static int FirstLine(ToolRun _, string report) => (int)ReportPageReader.Data(report)["topRows"]![0]!["line"]!;
}
