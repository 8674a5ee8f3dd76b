using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class PageTests
{
    // Demšar 2006, table 5.
    [TestMethod]
    [DataRow(2, 1.960)]
    [DataRow(3, 2.343)]
    [DataRow(5, 2.728)]
    [DataRow(10, 3.164)]
    public void QuantilesAreThoseOfTheNemenyiTest(int methods, double quantile) => Assert.AreEqual(quantile, CriticalDifference.Quantile(methods), 0.001);

    // The paper's example: four methods on 14 sets.
    [TestMethod]
    public void CriticalDifferenceOfTheExample() => Assert.AreEqual(1.25, CriticalDifference.Of(4, 14), 0.005);

    [TestMethod]
    public void ThePageSaysWhereOwnTrainersLose_AndHasCurvesOfWhatWasRun()
    {
        using var folder = new TemporaryFolder();
        var file = new CellFile(Path.Combine(folder.Path, "cells.jsonl"));
        foreach (int seed in new[] { 0, 1 })
        {
            Add("PrototypeEnsemble", "mnp", "easy", seed, 0.9 + (0.01 * seed));
            Add("DevNet", "mnp", "easy", seed, 0.5 + (0.01 * seed));
            Add("PrototypeEnsemble", "mnp", "hard", seed, 0.2 + (0.01 * seed));
            Add("DevNet", "mnp", "hard", seed, 0.4 + (0.01 * seed));
            foreach (string change in new[] { "wrong10", "wrong30" })
            {
                Add("PrototypeEnsemble", $"mnp-{change}", "easy", seed, 0.8);
                Add("DevNet", $"mnp-{change}", "easy", seed, 0.3);
            }
        }
        Add("DeepSvdd", "mnp", "easy", 0, 0.5);
        Add("DeepSvdd", "mnp", "hard", 0, 0.1);
        Add("DeepSvdd", "mnp-clean", "easy", 0, 0.9);
        Add("DeepSvdd", "mnp-clean", "hard", 0, 0.3);
        // Not on all sets: not in the tables.
        Add("Rosas", "mnp", "easy", 0, 0.7);
        Add("DevNet", "unseen", "a-seen", 0, 0.8);
        Add("DevNet", "unseen", "a-unseen", 0, 0.6);
        File.WriteAllText(Path.Combine(folder.Path, "peers.csv"), """
            dataset,protocol,method,seed,auc_pr,auc_roc,fit_cpu,score_rows_per_cpu_s,peak_rss_mb
            easy,mnp,DevNet (other),0,0.6,0.9,1,1000,10
            hard,mnp,DevNet (other),0,0.3,0.9,1,1000,10
            easy,mnp,PCA reconstruction (x),0,0.6,0.9,1,1000,10
            hard,mnp,PCA reconstruction (x),0,0.1,0.9,1,1000,10
            easy,mnp,IsolationForest (x),0,0.7,0.9,1,1000,10
            hard,mnp,IsolationForest (x),0,0.2,0.9,1,1000,10
            """);

        string[] leftOut = [Path.Combine(folder.Path, "images.md"), Path.Combine(folder.Path, "tables.md")];
        File.WriteAllText(leftOut[0], "## Of images\n\n| set | PDD |\n| --- | ---: |\n| digits | 0.9 |\n");
        File.WriteAllText(leftOut[1], "## Of tables\n\n| set | PDD |\n");

        string page = Path.Combine(folder.Path, "docs.md");
        PageWriter.Run([folder.Path, page, "--peers", Path.Combine(folder.Path, "peers.csv"), "--left-out", leftOut[0], "--left-out", leftOut[1]]);

        string text = File.ReadAllText(page);
        StringAssert.Contains(text, "**PrototypeEnsemble** is behind the best other method on 1 of 2 sets; by more than two standard errors on hard (0.2");
        StringAssert.Contains(text, "| PrototypeEnsemble | 2 | 0.555 ± ");
        StringAssert.Contains(text, "| DevNet | DevNet (other) | 2 | 0.450 | 0.450 | +0.000 |");
        StringAssert.Contains(text, "these are below by more than 0.02: DevNet on easy (-0.100).");
        StringAssert.Contains(text, "| DevNet | 0.505 ± 0.005 | 0.300 ± 0.000 | 0.300 ± 0.000 |");
        StringAssert.Contains(text, "over easy, splits 0, 1; by");
        StringAssert.Contains(text, "An unseen kind of anomaly (a; splits 0)");
        StringAssert.Contains(text, "\n### Of images\n\n| set | PDD |\n| --- | ---: |\n| digits | 0.9 |\n\n### Of tables\n");
        StringAssert.Contains(text, "IsolationForest (x) 0.450, PCA reconstruction (x) 0.350;\nDeepSvdd 0.300. None of the latter comes up to the former");
        StringAssert.Contains(text, "Without those (`--protocol mnp-clean`), DeepSvdd has 0.600.");
        Assert.DoesNotContain("| Rosas |", text);
        StringAssert.Matches(text, new System.Text.RegularExpressions.Regex("Not run on all of these tables: .*Rosas"));
        foreach (string picture in new[] { "ranks", "wrong-labels" })
        {
            StringAssert.Contains(text, $"(docs/{picture}.svg)");
            StringAssert.Contains(File.ReadAllText(Path.Combine(folder.Path, "docs", picture + ".svg")), "</svg>");
        }

        void Add(string trainer, string protocol, string set, int seed, double precision) => file.Add(new CellOutcome(
            new CellKey(protocol, set, trainer, "", seed, 1, UsesValidation: false), new CellFigures(100, 5, 40, 4, 13, precision, precision, 0.9, 1, 2000, 3), null, Guid.Empty));
    }

    [TestMethod]
    public void WhatIsNoTableIsRefused()
    {
        using var folder = new TemporaryFolder();
        string outcomes = Path.Combine(folder.Path, "compared.jsonl");
        File.WriteAllText(outcomes, "{\"Key\":1}\n");
        var e = Assert.ThrowsExactly<InvalidDataException>(() => PageWriter.Run([folder.Path, Path.Combine(folder.Path, "docs.md"), "--left-out", outcomes]));
        StringAssert.Contains(e.Message, "compared.jsonl, line 1: there is no table. --left-out takes the file compared.md");
    }

    [TestMethod]
    public void AnUnknownOptionIsRefused() => Assert.ThrowsExactly<ArgumentException>(() => PageWriter.Run(["a", "b", "--what", "c"]));
}
