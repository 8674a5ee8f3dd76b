using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The spheres of <see cref="MultiSphereSvddTrainer"/>.</summary>
/// <param name="Centres">c</param>
/// <param name="SquaredRadii">R² of each; none before they are measured.</param>
internal sealed record Spheres(float[][] Centres, float[] SquaredRadii)
{
    /// <summary>
    /// The spheres by the rows as they are embedded now. Those that hold less than a share nu of the rows of the fullest one are dropped. A share
    /// nu of the rows that are nearest to a centre lies outside of its sphere.
    /// </summary>
    /// <param name="points">Embedded rows, at least one.</param>
    /// <param name="outsideShare">nu</param>
    public Spheres Measure(float[][] points, float outsideShare)
    {
        int most = Members(points, Centres).Max(members => members.Count);
        float[][] kept = [.. Members(points, Centres).Zip(Centres).Where(pair => pair.First.Count > 0 && pair.First.Count >= outsideShare * most).Select(pair => pair.Second)];
        return new Spheres(kept, [.. Members(points, kept).Select(distances => DeepSvddLoss.SquaredRadius([.. distances], outsideShare))]);
    }

    // For each centre the squared distances of the points that it is the nearest one of.
    private static List<float>[] Members(float[][] points, float[][] centres)
    {
        List<float>[] members = [.. centres.Select(_ => new List<float>())];
        foreach (float[] point in points)
        {
            float[] distances = [.. centres.Select(centre => Distance.Squared(point, centre))];
            float smallest = distances.Min();
            members[Math.Max(0, Array.IndexOf(distances, smallest))].Add(smallest);
        }
        return members;
    }
}
