using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class LabelAndDoctorTests
{
    private static readonly string[] Quick = ["--threads", "1", "-o", "NumberOfSteps=20", "-o", "NumberOfFolds=2"];

    // 200 rows in two groups; every twentieth lies far from both, each in a place of its own.
    private static readonly string Table = "a,b,c\n" + string.Concat(Enumerable.Range(0, 200).Select(row => Line(row) + "\n"));

    private static bool IsAnomaly(string line) => line.EndsWith("x", StringComparison.Ordinal);

    private static string Line(int row)
    {
        var random = new Random(row);
        double shift = row % 20 == 7 ? 8 + (row / 10.0) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{(row % 2 * 4) + random.NextDouble() + shift:F3},{(row % 2 * 4) + random.NextDouble() - shift:F3},{(shift > 0 ? "x" : "o")}");
    }

    [TestMethod]
    public void WithoutAnyLabel_TheFirstTenQuestions_FindThemAll_AndEachAnswerIsWritten()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Table.Replace(",x\n", ",o\n", StringComparison.Ordinal));
        string[] truth = Table.Split('\n');
        ToolRun run = Answered(folder, data, truth, answers: 30);
        string[] written = File.ReadAllLines(folder["l.csv"]);
        Assert.AreEqual("a,b,c,anomaly", written[0]);
        Assert.AreEqual(10, written.Count(line => line.EndsWith(",1", StringComparison.Ordinal)), run.Error);
        Assert.AreEqual(20, written.Count(line => line.EndsWith(",-1", StringComparison.Ordinal)));
        for (int i = 1; i <= 200; i++)
        {
            StringAssert.StartsWith(written[i], truth[i][..truth[i].LastIndexOf(',')]);
            Assert.IsFalse(written[i].EndsWith(",1", StringComparison.Ordinal) && !IsAnomaly(truth[i]));
        }
        StringAssert.Contains(run.Error, "as no anomaly is known yet");
        StringAssert.Contains(run.Error, "by a detector trained on");
        StringAssert.Contains(run.Error, "of the next ten are.");
        Assert.AreEqual(10, (int)run.Json["anomalies"]!);

        // It goes on where it stopped.
        ToolRun again = Answered(folder, data, truth, answers: 5);
        Assert.AreEqual(35, File.ReadAllLines(folder["l.csv"]).Count(line => line.EndsWith('1')), again.Error);
        ToolRun.Of(["train", folder["l.csv"], "--label", "anomaly", "--out", folder["m.zip"], "-q", .. Quick]).Succeeded();
    }

    [TestMethod]
    public void SkipAndUndo_LeaveTheRowsUnanswered()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Table);
        ToolRun run = ToolRun.WithInput("s\nn\nu\nperhaps\nn\nq\n", ["label", data, "--out", folder["l.csv"], "--json", "--ignore", "c", .. Quick]).Succeeded();
        Assert.AreEqual(1, (int)run.Json["normal"]!);
        Assert.AreEqual(1, File.ReadAllLines(folder["l.csv"]).Count(line => line.EndsWith("-1", StringComparison.Ordinal)));
        StringAssert.Contains(run.Error, "Taken back: line ");
        StringAssert.Contains(run.Error, "Please answer y, n, s, u or q.");
        Assert.AreEqual("", ToolRun.WithInput("q\n", "label", data, "--out", folder["none.csv"], "-q").Succeeded().Lines[0].Replace("Nothing was answered, and nothing written.", "", StringComparison.Ordinal));
        Assert.IsFalse(File.Exists(folder["none.csv"]));
    }

    [TestMethod]
    public void OutputsThatHoldSomethingElse_AreRefused()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Table);
        ToolRun.Of("label", data, "--out", data).Failed(ExitCode.Failure, "would overwrite a file that is read");
        ToolRun.Of("label", data, "--out", folder.Write("other.csv", "x,y\n1,2\n"), "-q").Failed(ExitCode.Failure, "has other columns");
        ToolRun.Of("label", data, "--out", folder.Write("short.csv", "a,b,c,anomaly\n1,2,o,\n"), "-q").Failed(ExitCode.Failure, "has 1 rows");
        Assert.AreEqual(Table, File.ReadAllText(data));
    }

    [TestMethod]
    public void Doctor_TellsWhatIsWrong_AndWhatToRunNext()
    {
        using var folder = new TemporaryFolder();
        string[] lines = Table.Split('\n')[1..^1];
        string data = folder.Write("data.csv", "id,a,b,code,empty,old,fraud\n" + string.Concat(lines.Select((line, i) =>
            $"{i},{(i % 50 == 3 ? "-999999" : line.Split(',')[0])},{line.Split(',')[1]},{(IsAnomaly(line) ? "flagged" : "open")},,{(i == 9 ? "#REF!" : i % 13)},{(IsAnomaly(line) ? 1 : 0)}\n"))
            + "1,4.1,4.2,open,,3,0\n1,4.1,4.2,open,,3,0\n");
        JsonNode json = ToolRun.Of("doctor", data, "--label", "fraud", "--json").Succeeded().Json;
        string[] findings = [.. json["findings"]!.AsArray().Select(finding => (string)finding!)];
        string all = string.Join('\n', findings);
        StringAssert.Contains(all, "The column 'code' alone separates the labelled anomalies (area under the ROC curve 1.000)");
        StringAssert.Contains(all, "a: 4 rows have -999999, far outside of all others");
        StringAssert.Contains(all, "the first '#REF!' in line 11");
        StringAssert.Contains(all, "1 row is the same as another one");
        StringAssert.Contains(all, "Left out: empty has no values");
        StringAssert.Contains(all, "10 labelled anomalies are few to measure by");
        Assert.AreEqual($"protoanomaly train {data} --label fraud --out model.zip", (string?)json["next"]);
        Assert.AreEqual("fraud: '0' (192), '1' (10)", (string?)json["facts"]!["Label"]);
        StringAssert.Contains((string?)json["facts"]!["Machine"], "libtorch loads");
        StringAssert.Contains((string?)json["facts"]!["Training"], " s at most by the default trainer");
        StringAssert.Contains((string?)ToolRun.Of("doctor", data, "--json").Succeeded().Json["next"], "protoanomaly doctor");
        StringAssert.Contains(ToolRun.Of("doctor").Succeeded().Output, "libtorch loads");
        StringAssert.Contains(ToolRun.Of("doctor", data, "--label", "code").Succeeded().Output, "--anomaly VALUE");
    }

    // Each category of 'kind' has as large a share of anomalies: a row's own label must not tell. And columns whose names mean something to shells.
    [TestMethod]
    public void Doctor_SuspectsNoCategoryThatTellsNothing_AndWritesCommandsThatRun()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("my data.csv", "x,note,kind,all but one,Fraud?\n" + string.Concat(Enumerable.Range(0, 300).Select(i =>
            $"{i * 7 % 100},{(i % 3 == 0 ? "ok" : "")},{"ab"[i / 30 % 2]},{(i % 30 == 7 && i > 10 ? "rare" : "usual")},{(i % 30 == 7 ? "fraud" : "")}\n")));
        JsonNode json = ToolRun.Of("doctor", data, "--label", "Fraud?", "--json").Succeeded().Json;
        Assert.IsFalse(json["findings"]!.AsArray().Any(finding => ((string)finding!).Contains("alone separates", StringComparison.Ordinal)), json["findings"]!.ToJsonString());
        Assert.AreEqual($"protoanomaly train \"{data}\" --label \"Fraud?\" --out model.zip", (string?)json["next"]);
        // A value of one row alone is known by its label, and tells nothing of others.
        string serials = folder.Write("serials.csv", "x,serial,y\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i * 7 % 100},s{i},{(i % 30 == 7 ? 1 : 0)}\n")));
        ToolRun forced = ToolRun.Of("doctor", serials, "--label", "y", "--category", "serial", "--json").Succeeded();
        Assert.Contains("category of 300 values", forced.Output);
        Assert.DoesNotContain("alone separates", forced.Output);
        string sql = $"SELECT * FROM '{data}'";
        Assert.AreEqual(
            $"protoanomaly train --sql \"{sql}\" --label \"Fraud?\" --out model.zip", (string?)ToolRun.Of("doctor", "--sql", sql, "--label", "Fraud?", "--json").Succeeded().Json["next"]);
    }

    // Answers by the truth: each question names the line.
    private static ToolRun Answered(TemporaryFolder folder, string data, string[] truth, int answers)
    {
        var error = new StringWriter();
        var output = new StringWriter();
        using var input = new Oracle(error, truth, answers);
        int code = ToolRun.Run(input, output, error, CancellationToken.None, ["label", data, "--out", folder["l.csv"], "--json", "--ignore", "c", .. Quick]);
        return new ToolRun(code, output.ToString(), error.ToString()).Succeeded();
    }

    // Reads the last question and answers it.
    private sealed class Oracle(StringWriter error, string[] truth, int answers) : MemoryStream
    {
        private int _given;

        public override int Read(byte[] buffer, int offset, int count)
        {
            string text = error.ToString();
            if (_given++ == answers)
                return 0;
            System.Text.RegularExpressions.Match line = System.Text.RegularExpressions.Regex.Matches(text, @"line (\d+)\s+ordinary").Last();
            string row = truth[int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) - 1];
            buffer[offset] = (byte)(IsAnomaly(row) ? 'y' : 'n');
            buffer[offset + 1] = (byte)'\n';
            return 2;
        }

        public override int Read(Span<byte> buffer)
        {
            var bytes = new byte[2];
            int count = Read(bytes, 0, 2);
            bytes.AsSpan(0, count).CopyTo(buffer);
            return count;
        }
    }
}
