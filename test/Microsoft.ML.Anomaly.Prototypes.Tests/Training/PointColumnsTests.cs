using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class PointColumnsTests
{
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(63, 2, 3)]
    [DataRow(64, 7, 5)]
    [DataRow(200, 33, 9)]
    public void Nearest_IsTheFirstOfTheLeastDistances(int points, int width, int places)
    {
        var random = new Random(points);
        float[][] rows = [.. Enumerable.Range(0, points).Select(_ => EnsembleData.GaussianVector(width, random))];
        // The last place is the first one once more: never the nearest.
        float[][] centres = [.. Enumerable.Range(0, places).Select(_ => EnsembleData.GaussianVector(width, random))];
        centres = [.. centres, centres[0]];
        var columns = new PointColumns(rows);
        float[] nearestDistances = new float[columns.PaddedCount], distances = new float[columns.PaddedCount];
        var nearest = new int[columns.PaddedCount];
        columns.Nearest(centres, nearestDistances, nearest);
        for (int i = 0; i < points; i++)
        {
            double[] expected = [.. centres.Select(centre => centre.Zip(rows[i], (a, b) => Math.Pow((double)a - b, 2)).Sum())];
            Assert.AreEqual(Array.IndexOf(expected, expected.Min()), nearest[i]);
            Assert.AreEqual(expected.Min(), nearestDistances[i], 1e-5 * (1 + expected.Min()));
            columns.SquaredDistances(centres[nearest[i]], distances);
            Assert.AreEqual(distances[i], nearestDistances[i], "both ways give the same bits");
        }
    }
}
