using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What stands behind what images show, as far as that can be told.</summary>
internal static class ImageBackground
{
    private const int MaximumRows = 500;

    /// <summary>The median of the pixels at the edges of images, for each channel.</summary>
    /// <param name="rows">The images.</param>
    /// <param name="shape">Their shape.</param>
    public static float[] Measure(FeatureRows rows, ImageShape shape)
    {
        int step = Math.Max(1, rows.Count / MaximumRows);
        return [.. Enumerable.Range(0, shape.Channels).Select(channel =>
        {
            var values = new List<float>();
            for (int row = 0; row < rows.Count; row += step)
                AddEdges(rows[row].Slice(channel * shape.Height * shape.Width, shape.Height * shape.Width), shape, values);
            values.Sort();
            return values[values.Count / 2];
        })];
    }

    private static void AddEdges(ReadOnlySpan<float> pixels, ImageShape shape, List<float> values)
    {
        for (int place = 0; place < pixels.Length; place++)
        {
            (int y, int x) = Math.DivRem(place, shape.Width);
            if (y == 0 || x == 0 || y == shape.Height - 1 || x == shape.Width - 1)
                values.Add(pixels[place]);
        }
    }
}
