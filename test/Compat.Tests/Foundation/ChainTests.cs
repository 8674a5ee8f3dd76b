using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

[TestClass]
public sealed class ChainTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _events = [];

    [TestMethod]
    public void AnEstimatorIsFittedToWhatThoseBeforeItMade()
    {
        EstimatorChain<Renaming> chain = new Learning("A", "B", _events).Append(new Learning("B", "C", _events)).Append(new Learning("C", "D", _events));
        TransformerChain<Renaming> fitted = chain.Fit(new NumberView("A", 1, 2, 3));

        CollectionAssert.AreEqual(
            new[] { "shape A", "shape B", "shape C", "fit A", "fit B", "fit C" },
            _events,
            "shapes are checked before anything is fitted");
        Assert.AreSame(fitted.LastTransformer, fitted.Last());
        Assert.AreEqual("D", fitted.Transform(new NumberView("A", 1)).Schema.Single().Name);
        Assert.AreEqual("D", fitted.GetOutputSchema(new NumberView("A", 1).Schema).Single().Name);
    }

    [TestMethod]
    public void ScopesDecideWhatIsApplied()
    {
        var chain = new TransformerChain<Renaming>(new Renaming("A", "B"))
            .Append(new Renaming("B", "C"), TransformerScope.TrainTest)
            .Append(new Renaming("B", "D"), TransformerScope.Scoring);
        CollectionAssert.AreEqual(new[] { "A>B", "B>D" }, chain.GetModelFor(TransformerScope.Scoring).Select(t => t.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "A>B", "B>C" }, chain.GetModelFor(TransformerScope.Testing).Select(t => t.ToString()).ToArray());
        Assert.AreEqual("D", chain.Transform(new NumberView("A", 1)).Schema.Single().Name);
        Assert.AreEqual("C", chain.Transform(new NumberView("A", 1), TransformerScope.Training).Schema.Single().Name);
    }

    [TestMethod]
    public void TransformersCanBeAppendedToEachOther()
    {
        TransformerChain<Renaming> chain = new Renaming("A", "B").Append(new Renaming("B", "C"));
        Assert.AreEqual(2, chain.Count());
        Assert.AreEqual("B>C", chain.LastTransformer.ToString());
    }

    [TestMethod]
    public void AFitDelegateSeesTheTransformer()
    {
        Renaming? seen = null;
        Renaming fitted = new Learning("A", "B", _events).WithOnFitDelegate(t => seen = t).Fit(new NumberView("A", 1));
        Assert.AreSame(fitted, seen);
    }

    [TestMethod]
    public void ACacheCheckpointReadsTheSourceOnce()
    {
        var source = new NumberView("A", 1, 2, 3);
        new Learning("A", "B", _events).AppendCacheCheckpoint(_ml).Append(new ReadingTwice("B")).Fit(source);
        Assert.AreEqual(1, source.Passes);
        source = new NumberView("A", 1, 2, 3);
        new Learning("A", "B", _events).Append(new ReadingTwice("B")).Fit(source);
        Assert.AreEqual(2, source.Passes);
    }

    [TestMethod]
    public void AnEmptyChainCannotBeCached() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_ml));

    [TestMethod]
    public void DisposingAChainDisposesItsTransformers()
    {
        var transformer = new Renaming("A", "B");
        using (new TransformerChain<Renaming>(transformer))
            Assert.IsFalse(transformer.IsDisposed);
        Assert.IsTrue(transformer.IsDisposed);
    }

    [TestMethod]
    public void TheLastTransformerMustBeOfTheChainsType() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => new TransformerChain<TransformerChain<ITransformer>>(new Renaming("A", "B")));

    /// <summary>Gives the only column another name.</summary>
    private sealed class Renaming(string from, string to) : ITransformer, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
        {
            _ = inputSchema[from];
            return NumberView.SchemaOf(to);
        }

        public IDataView Transform(IDataView input) => new NumberView(to, input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;

        public override string ToString() => $"{from}>{to}";
    }

    private sealed class Learning(string from, string to, List<string> events) : IEstimator<Renaming>
    {
        public Renaming Fit(IDataView input)
        {
            events.Add($"fit {input.Schema.Single().Name}");
            return new Renaming(from, to);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            events.Add($"shape {from}");
            return inputSchema;
        }
    }

    private sealed class ReadingTwice(string name) : IEstimator<Renaming>
    {
        public Renaming Fit(IDataView input)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                using DataViewRowCursor cursor = input.GetRowCursor(input.Schema);
                ValueGetter<float> getter = cursor.GetGetter<float>(input.Schema[name]);
                float sum = 0, value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    sum += value;
                }
                Assert.AreEqual(6f, sum);
            }
            return new Renaming(name, name);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
