using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Transforms;

[TestClass]
public sealed class CustomMappingTests
{
    private sealed class Input
    {
        public float A { get; set; }
        [VectorType(3)] public float[] Vector { get; set; } = [];
    }

    private sealed class Output
    {
        public double Sum { get; set; }
        [VectorType(2)] public float[] Ends { get; set; } = [];
        public string Text { get; set; } = "";
    }

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void TheActionRunsOncePerRow()
    {
        int calls = 0;
        IDataView data = SampleData.View(_ml, 5);
        IDataView output = _ml.Transforms.CustomMapping<Input, Output>((input, result) =>
        {
            calls++;
            result.Sum = input.A + input.Vector[0];
            result.Ends = [input.Vector[0], input.Vector[2]];
            result.Text = "row " + input.Vector[0];
        }, contractName: null).Fit(data).Transform(data);

        using DataViewRowCursor cursor = output.GetRowCursor([output.Schema["Sum"], output.Schema["Ends"], output.Schema["Text"]]);
        Func<string> sum = SampleData.Reader(cursor, output.Schema["Sum"]), ends = SampleData.Reader(cursor, output.Schema["Ends"]), text = SampleData.Reader(cursor, output.Schema["Text"]);
        var rows = new List<string>();
        while (cursor.MoveNext())
            rows.Add($"{sum()} {ends()} {text()}");

        Assert.AreEqual(5, calls);
        Assert.AreEqual("-9.5 [1, 1] row 1", rows[1]);
        Assert.AreEqual("Vector<Single, 2>", output.Schema["Ends"].Type.ToString());
    }

    [TestMethod]
    public void OtherColumnsDoNotRunTheAction()
    {
        IDataView data = SampleData.View(_ml, 5);
        IDataView output = _ml.Transforms.CustomMapping<Input, Output>((_, _) => Assert.Fail("The action ran."), contractName: null).Fit(data).Transform(data);
        Assert.AreEqual(5, output.GetColumn<int>("Count").Count());
    }

    [TestMethod]
    public void MissingColumnsAreAnError()
    {
        IDataView data = _ml.Transforms.DropColumns("A").Fit(SampleData.View(_ml)).Transform(SampleData.View(_ml));
        Assert.Throws<ArgumentException>(() => _ml.Transforms.CustomMapping<Input, Output>((_, _) => { }, contractName: null).Fit(data));
    }
}
