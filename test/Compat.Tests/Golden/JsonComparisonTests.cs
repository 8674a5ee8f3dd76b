using System.Text.Json.Nodes;

namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>A comparison that let everything pass would make every golden test pass.</summary>
[TestClass]
public sealed class JsonComparisonTests
{
    [TestMethod]
    [DataRow("""{"a":["1","NaN"],"b":true}""", """{"a":["1","NaN"],"b":true}""", 0.0)]
    [DataRow("""["1.00"]""", """["1.0001"]""", 1e-3)]
    [DataRow("""["Infinity"]""", """["Infinity"]""", 1e-3)]
    // Words of the runtime, and what the zip reader stumbled over.
    [DataRow("""{"exception":{"type":"System.IO.FileNotFoundException","message":"one"}}""", """{"exception":{"type":"System.IO.FileNotFoundException","message":"another"}}""", 0.0)]
    [DataRow("""{"inner":{"type":"System.IO.InvalidDataException","inner":{"type":"x"}}}""", """{"inner":{"type":"System.IO.InvalidDataException"}}""", 0.0)]
    public void Same(string expected, string actual, double tolerance) =>
        Assert.AreEqual("", JsonComparison.Differences(JsonNode.Parse(expected), JsonNode.Parse(actual), tolerance));

    [TestMethod]
    [DataRow("""["1.00"]""", """["1.0001"]""", 0.0, "[0]")]
    [DataRow("""["1.00"]""", """["1.01"]""", 1e-3, "[0]")]
    [DataRow("""["1"]""", """["NaN"]""", 1e-3, "[0]")]
    [DataRow("""["1"]""", """["Infinity"]""", 1e-3, "[0]")]
    [DataRow("""["1"]""", """["1","2"]""", 0.0, "another length")]
    [DataRow("""{"a":{"b":"x"}}""", """{"a":{"b":"y"}}""", 0.0, ".a.b")]
    [DataRow("""{"a":"x"}""", """{"a":"x","b":"y"}""", 0.0, ".b: not expected")]
    [DataRow("""{"a":"x","b":"y"}""", """{"a":"x"}""", 0.0, ".b: missing")]
    [DataRow("""{"a":null}""", """{"a":"x"}""", 0.0, ".a")]
    [DataRow("""{"a":"true"}""", """{"a":true}""", 0.0, ".a")]
    [DataRow("""{"exception":{"type":"System.FormatException","message":"one"}}""", """{"exception":{"type":"System.FormatException","message":"another"}}""", 0.0, ".exception.message")]
    [DataRow("""{"exception":{"type":"System.IO.IOException","message":"one"}}""", """{"exception":{"type":"System.FormatException","message":"one"}}""", 0.0, ".exception.type")]
    [DataRow("""{"message":"one","type":"System.IO.FileNotFoundException"}""", """{"message":"another","type":"System.IO.FileNotFoundException"}""", 0.0, ".message")]
    public void Different(string expected, string actual, double tolerance, string where) =>
        Assert.Contains(where, JsonComparison.Differences(JsonNode.Parse(expected), JsonNode.Parse(actual), tolerance));
}
