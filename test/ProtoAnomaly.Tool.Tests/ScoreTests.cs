using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class ScoreTests
{
    private static readonly string[] Rows = Machines.Csv.Split('\n')[1..^1];

    [TestMethod]
    public void AFile_AndAPipe_GiveTheSame()
    {
        using var folder = new TemporaryFolder();
        Assert.AreEqual("", ToolRun.Of("score", TrainedModel.Path, TrainedModel.Data, "--out", folder["scores.csv"]).Succeeded().Output);
        string[] lines = ToolRun.WithInput(Machines.Csv, "score", TrainedModel.Path).Succeeded().Lines;
        CollectionAssert.AreEqual(File.ReadAllLines(folder["scores.csv"]), lines);
        Assert.AreEqual("Score,PredictedLabel", lines[0]);
        Assert.HasCount(Machines.Rows + 1, lines);
        Assert.IsTrue(lines.Skip(1).All(line => float.Parse(line.Split(',')[0]) is >= 0 and <= 1 && line.Split(',')[1] is "0" or "1"));
    }

    [TestMethod]
    public void Append_KeepsTheRowsAsTheyAre()
    {
        string[] lines = ToolRun.WithInput(Machines.Csv, "score", TrainedModel.Path, "-", "--append").Succeeded().Lines;
        Assert.AreEqual(Machines.Header + ",Score,PredictedLabel", lines[0]);
        for (int i = 0; i < Machines.Rows; i++)
            StringAssert.StartsWith(lines[i + 1], Rows[i] + ",");
    }

    [TestMethod]
    public void Columns_AreFoundByTheirNames_WhereverTheyAre()
    {
        string expected = ToolRun.WithInput("speed,heat,site,\"oil, grade\"\n10.5,21,north,10W\n", "score", TrainedModel.Path).Succeeded().Output;
        string other = ToolRun.WithInput("\"oil, grade\";heat;extra;speed;site\n10W;21;7;10.5;north\n", "score", TrainedModel.Path).Succeeded().Output;
        Assert.AreEqual(expected.Replace(',', ';'), other);
    }

    [TestMethod]
    public void WithoutHeader_ColumnsGoByTheirPlace_WithTheLabelOrWithout()
    {
        string[] all = ToolRun.WithInput(Machines.Csv, "score", TrainedModel.Path).Succeeded().Lines;
        string labelled = string.Join('\n', Rows[..20]), unlabelled = string.Join('\n', Rows[..20].Select(row => row[..row.LastIndexOf(',')]));
        CollectionAssert.AreEqual(all[1..21], ToolRun.WithInput(labelled, "score", TrainedModel.Path, "--no-header").Succeeded().Lines);
        CollectionAssert.AreEqual(all[1..21], ToolRun.WithInput(unlabelled, "score", TrainedModel.Path, "--no-header").Succeeded().Lines);
        ToolRun.WithInput("1,2,3\n", "score", TrainedModel.Path, "--no-header").Failed(1, "has 3 columns; the training data had 6, 5 of them beside the label");
    }

    [TestMethod]
    public void OtherColumns_OfTheDetector_OnRequest()
    {
        string[] lines = ToolRun.WithInput(Machines.Csv, "score", TrainedModel.Path, "--columns", "NearestPrototype,Score,PrototypeSimilarity").Succeeded().Lines;
        Assert.AreEqual("NearestPrototype,Score,PrototypeSimilarity", lines[0]);
        Assert.HasCount(2, lines[1].Split(',')[2].Split(' '));
        ToolRun.WithInput(Machines.Csv, "score", TrainedModel.Path, "--columns", "Nonsense").Failed(1, "PredictedLabel, Score, ReconstructionError");
    }

    [TestMethod]
    public void EmptyLines_CommentsAndLineEnds_LeaveLinesTogether()
    {
        const string header = "site,speed,heat,\"oil, grade\"";
        string[] lines = ToolRun.WithInput($"\n{header}\r\n// x,10.5,21,10W\r\n\r\n#,10.5,21,10W\rnorth,10.5,21,10W", "score", TrainedModel.Path).Succeeded().Lines;
        Assert.HasCount(5, lines);
        Assert.AreEqual("", lines[2]);
        Assert.AreEqual(lines[1], lines[3]);
        Assert.AreNotEqual("", lines[4]);
    }

    [TestMethod]
    public void ABadLine_EndsTheRun_BehindTheResultsOfAllBeforeIt()
    {
        ToolRun run = ToolRun.WithInput(string.Join('\n', [Machines.Header, .. Rows[..3], "1,2", .. Rows[3..6]]), "score", TrainedModel.Path);
        Assert.AreEqual(1, run.Code);
        Assert.HasCount(4, run.Lines);
        StringAssert.Contains(run.Error, "Standard input, line 5: 2 fields, but there are 6 columns");
        run = ToolRun.WithInput(string.Join('\n', [Machines.Header, Rows[0], "1,\"2,3,4,5,6"]), "score", TrainedModel.Path);
        StringAssert.Contains(run.Error, "line 3: a field in double quotes does not end");
    }

    [TestMethod]
    public void MissingColumns_AreNamed() =>
        ToolRun.WithInput("speed,site\n1,north\n", "score", TrainedModel.Path).Failed(1, "Standard input lacks the columns 'heat', 'oil, grade'");

    [TestMethod]
    public void EmptyInput_IsRefused() => ToolRun.WithInput("\n\n", "score", TrainedModel.Path).Failed(1, "Standard input is empty");

    // Whoever asks line by line gets each answer before asking the next question, however long it goes on: nothing piles up.
    [TestMethod]
    public void EachLine_IsAnsweredBeforeTheNextIsRead()
    {
        var output = new StringWriter();
        const int questions = 2000;
        var input = new Questions(questions, () => output.ToString().Count(c => c == '\n'));
        Assert.AreEqual(0, ToolRun.Run(input, output, TextWriter.Null, CancellationToken.None, "score", TrainedModel.Path));
        Assert.AreEqual(questions + 1, output.ToString().Count(c => c == '\n'));
    }

    // Gives a line at each read, and only when all lines before have been answered.
    private sealed class Questions(int count, Func<int> answers) : Stream
    {
        private int _asked;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int length)
        {
            Assert.AreEqual(_asked, answers(), "lines written when the next one is wanted");
            if (_asked > count)
                return 0;
            string line = (_asked == 0 ? Machines.Header : Rows[_asked % Rows.Length]) + "\n";
            _asked++;
            return Encoding.UTF8.GetBytes(line, 0, line.Length, buffer, offset);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int length) => throw new NotSupportedException();
    }
}
