using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

[TestClass]
public sealed class SchemaTests
{
    [TestMethod]
    public void TheLastColumnOfANameIsVisible()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", TextDataViewType.Instance);
        builder.AddColumn("A", NumberDataViewType.Double);
        DataViewSchema schema = builder.ToSchema();

        CollectionAssert.AreEqual(new[] { true, false, false }, schema.Select(c => c.IsHidden).ToArray());
        Assert.AreEqual(2, schema["A"].Index);
        Assert.AreEqual("A: Single", schema[0].ToString());
        Assert.AreEqual("3 columns", schema.ToString());
        Assert.IsNull(schema.GetColumnOrNull("C"));
    }

    [TestMethod]
    public void AddingColumnsOfAnotherSchemaKeepsTheirAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var first = new DataViewSchema.Builder();
        first.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());
        var second = new DataViewSchema.Builder();
        second.AddColumns(first.ToSchema());
        second.AddColumns([new DataViewSchema.DetachedColumn("B", NumberDataViewType.Single)]);

        DataViewSchema schema = second.ToSchema();
        Assert.AreEqual("A: Single {IsNormalized}", schema[0].ToString());
        bool value = false;
        schema["A"].Annotations.GetValue("IsNormalized", ref value);
        Assert.IsTrue(value);
        Assert.AreSame(DataViewSchema.Annotations.Empty.Schema, schema["B"].Annotations.Schema);
    }

    [TestMethod]
    public void AnnotationsCanBeSelected()
    {
        var all = new DataViewSchema.Annotations.Builder();
        all.AddPrimitiveValue("Keep", NumberDataViewType.Int32, 1);
        all.AddPrimitiveValue("Drop", NumberDataViewType.Int32, 2);
        var some = new DataViewSchema.Annotations.Builder();
        some.Add(all.ToAnnotations(), kind => kind == "Keep");
        some.Add("Vector", new VectorDataViewType(NumberDataViewType.Single, 2), (ref VBuffer<float> v) => v = new VBuffer<float>(2, [3, 4]));

        DataViewSchema.Annotations annotations = some.ToAnnotations();
        Assert.AreEqual("Keep, Vector", annotations.ToString());
        VBuffer<float> vector = default;
        annotations.GetValue("Vector", ref vector);
        CollectionAssert.AreEqual(new[] { 3f, 4 }, vector.DenseValues().ToArray());
    }

    [TestMethod]
    public void UnknownNamesAndIndicesThrow()
    {
        DataViewSchema schema = new DataViewSchema.Builder().ToSchema();
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = schema["Nope"]);
        Assert.AreEqual("Column 'Nope' not found (Parameter 'name')", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = schema[0]);
        float value = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => DataViewSchema.Annotations.Empty.GetValue("Nope", ref value));
    }

    [TestMethod]
    public void NamesAndTypesAreNeeded()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new DataViewSchema.DetachedColumn("", NumberDataViewType.Single));
        Assert.ThrowsExactly<ArgumentNullException>(() => new DataViewSchema.DetachedColumn("A", null));
        var builder = new DataViewSchema.Annotations.Builder();
        Assert.ThrowsExactly<ArgumentException>(() => builder.AddPrimitiveValue("A", NumberDataViewType.Single, 1));
    }

    [TestMethod]
    public void RowIdsAreOrderedByHighThenLow()
    {
        var small = new DataViewRowId(ulong.MaxValue, 1);
        var large = new DataViewRowId(0, 2);
        Assert.IsLessThan(0, small.CompareTo(large));
        Assert.AreEqual(new DataViewRowId(5, 6), new DataViewRowId(5, 6));
        Assert.AreNotEqual(small.Fork(), small.Next());
        Assert.AreNotEqual(small.Combine(large), large.Combine(small));
    }
}
