using System.Collections.Immutable;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public void OptionsAreSetByNameAndType()
    {
        var options = new Options();
        OptionSettings settings = OptionSettings.Parse(["Rank=7", "Share=0.25", "Rate=1e-3", "On=true", "Day=Friday", "Seed=3", "Sizes=1,8"]);
        OptionSettings.FromText(settings.ToString()).Apply(options);
        Assert.AreEqual((7, 0.25f, 0.001, true, DayOfWeek.Friday, 3), (options.Rank, options.Share, options.Rate, options.On, options.Day, options.Seed));
        CollectionAssert.AreEqual(new[] { 1, 8 }, options.Sizes);
        Assert.AreEqual("Day=Friday On=true Rank=7 Rate=1e-3 Seed=3 Share=0.25 Sizes=1,8", settings.ToString());
    }

    [TestMethod]
    [DataRow("Rank", "Name=Value")]
    [DataRow("Rank= 1", "without spaces")]
    [DataRow("Unknown=1", "no option Unknown")]
    [DataRow("Rank=many", "type Int32")]
    [DataRow("Sizes=1,x", "not '1,x'")]
    [DataRow("Day=Someday", "type DayOfWeek")]
    [DataRow("Name=x", "of type String")]
    public void WhatCannotBeSetIsRefused(string setting, string part)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => OptionSettings.Parse([setting]).Apply(new Options()));
        StringAssert.Contains(error.Message, part);
    }

    [TestMethod]
    public void AblationsRunATrainerWithoutEachOfItsParts()
    {
        using var folder = new TemporaryFolder();
        Arguments arguments = Arguments.Parse([folder.Path, "--trainers", "PrototypeEnsemble", "--ablations", "--labelled", "5", "--set", "NumberOfFolds=3"]);
        Assert.AreEqual(5, arguments.Labelled);
        string[] settings = [.. arguments.SettingsOf(arguments.Trainers.Single()).Select(s => s.ToString())];
        Assert.AreEqual("NumberOfFolds=3", settings[0]);
        CollectionAssert.Contains(settings, "Bagging=False NumberOfFolds=3");
        CollectionAssert.Contains(settings, "NumberOfFolds=3 Scales=");
        CollectionAssert.AllItemsAreUnique(settings);
    }

    [TestMethod]
    public void TheCommandLineIsUnderstoodAndChecked()
    {
        using var folder = new TemporaryFolder();
        Arguments arguments = Arguments.Parse(
            [folder.Path, "--trainers", "MultiNormalPrototypes", "--sets", "a,b", "--seeds", "0,4", "--threads", "2", "--set", "LatentSize=4", "--use-validation"]);
        Assert.IsTrue(arguments.UsesValidation);
        Assert.AreEqual("MultiNormalPrototypes", arguments.Trainers.Single().Name);
        CollectionAssert.AreEqual(new[] { "a", "b" }, arguments.Sets.ToArray());
        CollectionAssert.AreEqual(new[] { 0, 4 }, arguments.Seeds.ToArray());
        Assert.AreEqual(("mnp", 2, "LatentSize=4"), (arguments.Protocol, arguments.Threads, arguments.Settings.ToString()));

        foreach (string[] wrong in (string[][])[["--seeds", "x"], ["--threads", "0"], ["--trainers", "None"], ["--sets"], ["--colour", "red"], ["--set", "LatentSize=4"], ["--trainers", "RandomizedPca", "--use-validation"]])
            Assert.ThrowsExactly<ArgumentException>(() => Arguments.Parse([folder.Path, .. wrong]), string.Join(' ', wrong));
    }

    private sealed class Options
    {
        public int Rank = 20;

        public float Share { get; set; }

        public double Rate { get; set; }

        public bool On { get; set; }

        public DayOfWeek Day { get; set; }

        public int? Seed { get; set; }

        public ImmutableArray<int> Sizes { get; set; }

        public string Name { get; set; } = "";
    }
}
