using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// What the contract's tests don't say of a trainer that learns from classes.
[TestClass]
public sealed class BadClassInputTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void AllKindsOfClassColumns_MeanTheSame()
    {
        ToyData.Row[] rows = ToyData.Rows();
        byte[] expected = Payload("Class", ToyData.View(Context, rows));
        IDataView kinds = Context.Data.LoadFromEnumerable(rows.Select(r => new ClassKinds
        {
            Features = r.Features, Whole = r.Class, Long = r.Class < 0 ? -7 : r.Class, Real = r.Class < 0 ? float.NaN : r.Class, Text = r.Class < 0 ? "none" : $"{r.Class}",
        }));
        foreach (string column in new[] { nameof(ClassKinds.Whole), nameof(ClassKinds.Long), nameof(ClassKinds.Real) })
            CollectionAssert.AreEqual(expected, Payload(column, kinds), column);
        IDataView known = Context.Data.LoadFromEnumerable(new[] { "0", "1", "2" }.Select(text => new Term { Text = text }));
        IDataView keyed = Context.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: known).Fit(kinds).Transform(kinds);
        CollectionAssert.AreEqual(expected, Payload("Key", keyed), "a key that its own values name");
    }

    [TestMethod]
    public void ClassNames_AreThoseOfTheKeys_AndNameTheOutput()
    {
        IDataView data = Context.Data.LoadFromEnumerable(ToyData.Rows().Select(r => new ClassKinds { Features = r.Features, Text = r.Class < 0 ? "" : $"group {r.Class}" }));
        IDataView known = Context.Data.LoadFromEnumerable(new[] { "group 2", "never", "group 0" }.Select(text => new Term { Text = text }));
        IDataView keyed = Context.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: known).Fit(data).Transform(data);
        DataViewSchema schema = Trainer(new() { LabelColumnName = "Key" }).Fit(keyed).Transform(keyed).Schema;
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["NearestClass"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { "group 2", "group 0" }, names.DenseValues().Select(n => n.ToString()).ToArray(), "in the keys' order, without those that no row has");
        schema["ClassDensities"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "group 2", "group 0" }, names.DenseValues().Select(n => n.ToString()).ToArray());
    }

    [TestMethod]
    [DataRow("Text", "String")]
    [DataRow("Flag", "Boolean")]
    [DataRow("Double", "Double")]
    public void ClassColumnOfAnotherType_IsRefused(string column, string found)
    {
        IDataView data = Context.Data.LoadFromEnumerable([new ClassKinds()]);
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(new() { LabelColumnName = column }).Fit(data)).Message;
        StringAssert.Contains(message, $"'{column}'");
        StringAssert.Contains(message, "a key (missing: unlabelled)");
        StringAssert.Contains(message, found);
    }

    [TestMethod]
    public void ClassThatIsNotWhole_NamesTheRow()
    {
        IDataView data = Context.Data.LoadFromEnumerable([new ClassKinds { Real = 1 }, new ClassKinds { Real = 1.5f }]);
        string message = Assert.ThrowsExactly<InvalidOperationException>(() => Trainer(new() { LabelColumnName = "Real" }).Fit(data)).Message;
        StringAssert.Contains(message, "the value 1.5 in row 1");
    }

    [TestMethod]
    [DataRow(0, "0 classes")]
    [DataRow(1, "1 class ")]
    public void FewerThanTwoClasses_AreRefused(int classes, string count)
    {
        IDataView data = ToyData.View(Context, ToyData.Rows().Select(r => new ToyData.Row { Features = r.Features, Class = r.Class < classes ? r.Class : -1 }));
        string message = Assert.ThrowsExactly<InvalidOperationException>(() => Trainer(new() { LabelColumnName = "Class" }).Fit(data)).Message;
        StringAssert.Contains(message, count);
        StringAssert.Contains(message, "at least two normal classes");
        StringAssert.Contains(message, "'Class'");
    }

    [TestMethod]
    public void ImageShape_MustFitTheFeatures()
    {
        IDataView data = ToyData.View(Context, ToyData.Rows());
        string message = Assert.ThrowsExactly<InvalidOperationException>(
            () => Trainer(new() { LabelColumnName = "Class", ImageShape = new(1, 8, 9) }).Fit(data)).Message;
        StringAssert.Contains(message, "1x8x9");
        StringAssert.Contains(message, "72");
        StringAssert.Contains(message, "6 slots");
    }

    [TestMethod]
    public void OptionsOutOfRange_AreNamed()
    {
        Refused(o => o.ImageShape = new(1, 7, 8), "ImageShape");
        Refused(o => o.ImageShape = new(0, 8, 8), "ImageShape");
        Refused(o => o.ImageNetwork = ImageNetwork.Paper28, "ImageNetwork");
        Refused(o => (o.ImageNetwork, o.ImageShape) = (ImageNetwork.Paper28, new(1, 32, 32)), "ImageShape");
        Refused(o => o.BatchSize = 1, "BatchSize");
        Refused(o => o.ShotsPerClass = -1, "ShotsPerClass");
        Refused(o => o.IntraQuantile = 1.1, "IntraQuantile");
        Refused(o => o.InterQuantile = double.NaN, "InterQuantile");
        Refused(o => o.InterWeight = float.NaN, "InterWeight");
        Refused(o => o.PrototypeLearningRate = 0, "PrototypeLearningRate");
        Refused(o => o.NumberOfNetworks = 0, "NumberOfNetworks");
        Refused(o => o.NumberOfRotationEpochs = 0, "NumberOfRotationEpochs");
        Refused(o => o.BatchesPerRotationEpoch = -1, "BatchesPerRotationEpoch");
        Refused(o => o.RotationLearningRate = 0, "RotationLearningRate");
        Refused(o => o.MarginWeight = -1, "MarginWeight");
        Refused(o => o.RecognisedShare = 1.5, "RecognisedShare");
        Refused(o => o.MaximumReferenceRows = -1, "MaximumReferenceRows");
        Refused(o => o.AmbiguityWeight = 1, "AmbiguityWeight");
        Refused(o => o.AugmentationStrength = 3, "AugmentationStrength");
        Refused(o => o.Threshold = AnomalyThreshold.BestF1, "BestF1");
        Refused(o => o.Pretraining = (EmbeddingPretraining)9, "Pretraining");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelBandwidth.Absolute(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelBandwidth.RelativeToMedianIntra(float.PositiveInfinity));

        static void Refused(Action<PrototypeDataDescriptionTrainer.Options> change, string named)
        {
            var options = new PrototypeDataDescriptionTrainer.Options();
            change(options);
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Context.AnomalyDetection.Trainers.PrototypeDataDescription(options)).Message, named);
        }
    }

    private static PrototypeDataDescriptionTrainer Trainer(PrototypeDataDescriptionTrainer.Options changes)
    {
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
        (options.LabelColumnName, options.ImageShape) = (changes.LabelColumnName, changes.ImageShape);
        return Context.AnomalyDetection.Trainers.PrototypeDataDescription(options);
    }

    private static byte[] Payload(string label, IDataView data) =>
        ModelFile.Payload(Context, Trainer(new() { LabelColumnName = label }).Fit(data), data.Schema);

    private sealed class Term
    {
        public string Text { get; set; } = "";
    }

    private sealed class ClassKinds
    {
        public int Whole { get; set; }

        public long Long { get; set; }

        public float Real { get; set; }

        public double Double { get; set; }

        public bool Flag { get; set; }

        public string Text { get; set; } = "";

        [VectorType(ToyData.Width)]
        public float[] Features { get; set; } = new float[ToyData.Width];
    }
}
