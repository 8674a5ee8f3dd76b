using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Input
    {
        public float A;
        public string Name = "";
        [VectorType(2)] public float[] Pair = [];
    }

    private sealed class Output
    {
        public float Twice { get; set; }
        public string? Name = null;
        public float[]? Pair;
        public float Unknown = 5;
    }

    private PredictionEngine<Input, Output> Engine(ITransformer? transformer = null) => _ml.Model.CreatePredictionEngine<Input, Output>(transformer ?? new Doubler());

    [TestMethod]
    public void PredictsRowAfterRow()
    {
        using PredictionEngine<Input, Output> engine = Engine();
        Output[] outputs = Enumerable.Range(0, 3).Select(i => engine.Predict(new Input { A = i, Name = "n" + i, Pair = [i, -i] })).ToArray();
        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual((2f * i, "n" + i, 5f), (outputs[i].Twice, outputs[i].Name, outputs[i].Unknown));
            CollectionAssert.AreEqual(new float[] { i, -i }, outputs[i].Pair);
        }
        Assert.AreEqual("Twice: Single", engine.OutputSchema["Twice"].ToString());
    }

    [TestMethod]
    public void ComputesOnlyWhatTheOutputClassHas()
    {
        var doubler = new Doubler();
        using (PredictionEngine<Input, NameOnly> engine = _ml.Model.CreatePredictionEngine<Input, NameOnly>(doubler))
            Assert.AreEqual("x", engine.Predict(new Input { A = 1, Name = "x" }).Name);
        Assert.AreEqual(0, doubler.Computed);
    }

    private sealed class NameOnly
    {
        public string? Name = null;
    }

    [TestMethod]
    public void FillsAGivenObjectInPlace()
    {
        using PredictionEngine<Input, Output> engine = Engine();
        var output = new Output { Pair = new float[2] };
        (Output given, float[] pair) = (output, output.Pair);
        engine.Predict(new Input { A = 4, Pair = [1, 2] }, ref output);
        Assert.AreSame(given, output);
        Assert.AreSame(pair, output.Pair);
        Assert.AreEqual(8f, output.Twice);
        Output none = null!;
        engine.Predict(new Input { A = 5 }, ref none);
        Assert.AreEqual(10f, none.Twice);
    }

    [TestMethod]
    public void StrictEngineWantsAllColumns()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(new Doubler(), ignoreMissingColumns: false));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(new Doubler(), new PredictionEngineOptions { IgnoreMissingColumns = false }));
    }

    [TestMethod]
    public void DefinitionsAndSchemasGiveInputTypes()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Ragged));
        definition["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        using var byDefinition = _ml.Model.CreatePredictionEngine<Ragged, Output>(new Doubler(), inputSchemaDefinition: definition);
        Assert.AreEqual("Vector<Single, 3>", byDefinition.OutputSchema["Values"].Type.ToString());

        DataViewSchema schema = _ml.Data.LoadFromEnumerable(Array.Empty<Ragged>(), definition).Schema;
        using var bySchema = _ml.Model.CreatePredictionEngine<Ragged, TwiceOnly>(new Doubler(), schema);
        Assert.AreEqual("Vector<Single, 3>", bySchema.OutputSchema["Values"].Type.ToString());
        Assert.AreEqual(6f, bySchema.Predict(new Ragged { A = 3 }).Twice);
    }

    private sealed class Ragged
    {
        public float A;
        public float[] Values = [];
    }

    private sealed class TwiceOnly
    {
        public float Twice = 0;
    }

    [TestMethod]
    public void EngineDisposesTheTransformerIfItOwnsIt()
    {
        var owned = new Doubler();
        Engine(owned).Dispose();
        Assert.IsTrue(owned.Disposed);
        var kept = new Doubler();
        _ml.Model.CreatePredictionEngine<Input, Output>(kept, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.IsFalse(kept.Disposed);
    }

    [TestMethod]
    public void WrongArgumentsAreRefused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(null, ignoreMissingColumns: true));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Engine(new Doubler { IsRowToRowMapper = false }));
        using PredictionEngine<Input, Output> engine = Engine();
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict(null!));
    }

    [TestMethod]
    public void PredictionAllocatesNothingBesidesItsOutput()
    {
        using PredictionEngine<Plain, TwiceOnly> engine = _ml.Model.CreatePredictionEngine<Plain, TwiceOnly>(new Doubler());
        var input = new Plain { A = 1 };
        var output = new TwiceOnly();
        engine.Predict(input, ref output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            engine.Predict(input, ref output);
        Assert.IsLessThan(1000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Scaled
    {
        public float[]? Features = null;
    }

    [TestMethod]
    public void EngineAgreesWithTheWholeView()
    {
        Input[] rows = Enumerable.Range(0, 50).Select(i => new Input { A = i * i % 17, Pair = [i % 5, -i] }).ToArray();
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        ITransformer model = _ml.Transforms.Concatenate("Features", "A", "Pair").Append(_ml.Transforms.NormalizeMinMax("Features")).Fit(data);
        float[][] batch = model.Transform(data).GetColumn<float[]>("Features").ToArray();
        // The first row again at the end: nothing of the rows between may stick.
        using PredictionEngine<Input, Scaled> engine = _ml.Model.CreatePredictionEngine<Input, Scaled>(model);
        for (int i = 0; i <= rows.Length; i++)
            CollectionAssert.AreEqual(batch[i % rows.Length], engine.Predict(rows[i % rows.Length]).Features);
    }

    private sealed class Plain
    {
        public float A = 0;
    }
}
