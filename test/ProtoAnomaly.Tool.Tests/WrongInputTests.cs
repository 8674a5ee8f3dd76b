using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>Whatever is wrong is said in one line of plain words, without what only programmers of the tool know.</summary>
[TestClass]
public sealed partial class WrongInputTests
{
    [GeneratedRegex(@"System\.|\(Parameter|Actual value|Exception|protoanomaly:label|Central Directory|`1|Object reference|   at |Int32|Boolean|nullable|VBuffer|DataView|Schema|schema|\bnull\b|Sylvan|DuckDB\.NET", RegexOptions.None)]
    private static partial Regex Internals();

    [GeneratedRegex(@"[a-z']\.\. |[a-z']\.\.$|\?\.$|: \.", RegexOptions.Multiline)]
    private static partial Regex OddEnds();

    [TestMethod]
    public void FiftyWrongInputs_OfEveryVerb_AreToldInPlainWords()
    {
        using var folder = new TemporaryFolder();
        string data = TrainedModel.Data, model = TrainedModel.Path, empty = folder.Write("empty.csv", ""), text = folder.Write("text.zip", "no zip");
        byte[] bytes = File.ReadAllBytes(model);
        File.WriteAllBytes(folder["half.zip"], bytes[..(bytes.Length / 2)]);
        File.WriteAllBytes(folder["flipped.zip"], [.. bytes.Select((b, i) => i == bytes.Length / 3 ? (byte)~b : b)]);
        File.WriteAllBytes(folder["latin.csv"], [.. "a,label\n"u8, 0xe4, .. ",1\n"u8]);
        string[] label = ["--label", "state", "--anomaly", "broken"], train = ["train", data, .. label, "--out", folder["m.zip"], "-q"];
        string headerOnly = folder.Write("header.csv", "speed,heat,site,\"oil, grade\",state\n"), few = folder.Write("few.csv", "speed,state\n1,fine\n2,broken\n");
        string twice = folder.Write("twice.csv", "a,a,state\n1,2,0\n"), ragged = folder.Write("ragged.csv", "a,state\n1,0\n1,2,1\n"), open = folder.Write("open.csv", "a,state\n\"1,0\n");
        string spoilt = folder.Write("spoilt.csv", Machines.Header + "\nM,abc,1,north,10W,fine\n"), oneClass = folder.Write("one.csv", "a,state\n1,0\n2,0\n");
        string gzip = folder.Write("no.csv.gz", "a,b"), parquet = folder.Write("no.parquet", "a,b"), json = folder.Write("no.jsonl", "{]");

        (int Code, string[] Arguments)[] wrong =
        [
            (2, []), (2, ["frobnicate"]), (2, ["trian", data]), (2, ["train", data]), (2, ["train", .. label]), (2, ["train", data, "extra", .. label]),
            (2, [.. train, "--lable", "x"]), (2, [.. train, "--seed", "many"]), (2, [.. train, "--seed", "1.5"]), (2, [.. train, "--seed"]),
            (2, [.. train, "--threads", "0"]), (2, [.. train, "--device", "tpu"]), (2, [.. train, "--test-fraction", "0,3"]), (2, [.. train, "--test-fraction", "-1"]),
            (2, [.. train, "--max-categories", "0"]), (2, [.. train, "--threshold", "recall=2"]), (2, [.. train, "--threshold", "precision=0"]), (2, [.. train, "--threshold", "x"]),
            (2, [.. train, "--trainer", "forest"]), (2, [.. train, "--trainer", "pdd"]), (2, [.. train, "-o", "NumberOfFolds=1"]), (2, [.. train, "-o", "LearningRate=0,01"]),
            (2, [.. train, "-o", "LearningRate=NaN"]), (2, [.. train, "-o", "Bagging=maybe"]), (2, [.. train, "-o", "Heads=Tree"]), (2, [.. train, "-o", "Scales=1"]),
            (2, [.. train, "-o", "=3"]), (2, [.. train, "--labels", "all"]), (2, [.. train, "--decimal", "dot"]), (2, [.. train, "--encoding", "ebcdic"]),
            (2, [.. train, "--separator", ""]), (2, [.. train, "--sql", "SELECT 1"]),
            (1, ["train", "nowhere.csv", .. label]), (1, ["train", Path.GetTempPath(), .. label]), (1, ["train", empty, .. label]), (1, ["train", headerOnly, .. label]),
            (1, ["train", twice, "--label", "state"]), (1, ["train", ragged, "--label", "state"]), (1, ["train", open, "--label", "state"]), (1, ["train", oneClass, "--label", "state"]),
            (1, ["train", folder["latin.csv"], "--label", "label"]), (1, ["train", data, "--label", "status"]), (1, ["train", data, "--label", "state"]),
            (1, ["train", data, "--label", "state", "--anomaly", "burnt"]), (1, ["train", data, "--label", "heat"]), (1, ["train", data, "--label", "serial"]),
            (1, [.. train, "--ignore", "weight"]), (1, [.. train, "--test", few]), (1, [.. train, "--test", "nowhere.csv"]), (1, [.. train, "--device", "cuda:99"]),
            (1, ["train", few, .. label, "--out", folder["f.zip"], "-q"]), (1, ["train", gzip, .. label]), (1, ["train", parquet, .. label]), (1, ["train", json, .. label]),
            (1, ["train", "--sql", "SELEKT 1", .. label]), (1, ["train", "--sql", "SELECT * FROM 'nowhere.parquet'", .. label]), (1, ["train", "nowhere*.csv", .. label]),
            (2, [.. train, "--out", "twice.zip"]), (1, ["train", data, .. label, "-q", "--out", Path.Combine(empty, "m.zip"), "-o", "NumberOfSteps=5"]),
            (2, ["evaluate"]), (2, ["evaluate", model]), (1, ["evaluate", text, data]), (1, ["evaluate", folder["half.zip"], data]), (1, ["evaluate", folder["flipped.zip"], data]),
            (1, ["evaluate", model, few]), (1, ["evaluate", model, spoilt]), (1, ["evaluate", model, headerOnly]), (1, ["evaluate", model, data, "--label", "x"]), (1, ["evaluate", data, model]),
            (2, ["score"]), (1, ["score", "nowhere.zip", data]), (1, ["score", data]), (1, ["score", model, "nowhere.csv"]), (1, ["score", model, spoilt]), (1, ["score", model, few]), (1, ["score", model, empty]),
            (1, ["score", model, data, "--columns", "Sore"]), (1, ["score", model, data, "--no-header", "--separator", "|"]), (1, ["score", model, parquet]),
            (2, ["explain", model, data]), (2, ["explain", model, data, "--line", "0"]), (2, ["explain", model, data, "--line", "x"]), (2, ["explain", model, data, "--line", "2", "--top", "0"]),
            (1, ["explain", model, data, "--line", "1"]), (1, ["explain", model, data, "--line", "9999"]), (1, ["explain", model, few, "--line", "2"]),
            (2, ["inspect"]), (1, ["inspect", data]), (1, ["inspect", text]), (1, ["inspect", folder["half.zip"]]),
            (2, ["adjust", model, data, "--out", folder["a.zip"]]), (2, ["adjust", model, data, "--threshold", "0.5"]), (2, ["adjust", model, data, "--calibrate", "magic", "--out", folder["a.zip"]]),
            (1, ["adjust", model, few, "--threshold", "0.5", "--out", folder["a.zip"]]), (1, ["adjust", model, data, "--label", "site", "--anomaly", "x", "--threshold", "best-f1", "--out", folder["a.zip"]]),
            (2, ["split", data, .. label, "--labelled", "0"]), (1, ["split", data, .. label, "--labelled", "500", "--train-out", folder["x"], "--test-out", folder["y"]]), (2, ["split", data, .. label, "--test-fraction", "1"]),
            (2, ["compare", data, .. label, "--folds", "1"]), (1, ["compare", data, .. label, "--folds", "99"]), (2, ["compare", data, .. label, "--trainers", "mnp,x"]), (2, ["compare", data, .. label, "--trainers", ","]),
        ];
        Assert.IsGreaterThan(50, wrong.Length);
        var bad = new List<string>();
        foreach ((int code, string[] arguments) in wrong)
        {
            ToolRun run = ToolRun.Of(arguments);
            string what = $"{string.Join(' ', arguments)}\n{run.Error}";
            string[] lines = [.. run.Error.Trim().Split('\n').Where(line => line.StartsWith("protoanomaly: ", StringComparison.Ordinal))];
            if (code != run.Code || lines.Length != 1 || Internals().IsMatch(run.Error) || OddEnds().IsMatch(run.Error))
                bad.Add($"{run.Code} instead of {code}: {what}");
        }
        Assert.IsEmpty(bad, string.Join('\n', bad));
    }
}
