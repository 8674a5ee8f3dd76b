using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Images of 8x8 with a shape each, at a place and of a brightness of its own. A tenth of the rows of each class are labelled.</summary>
internal static class ShapeImages
{
    public static readonly ImageShape Shape = new(1, Side, Side);

    private const int Side = 8, ShapeSide = 5;

    // A corner, a T, a block; and the anomaly, a cross.
    private static readonly string[] Shapes =
    [
        "#....#....#....#....#####",
        "#####..#....#....#....#..",
        ".....###..###..###.......",
        "#...#.#.#...#...#.#.#...#",
    ];

    public static int NumberOfClasses => Shapes.Length - 1;

    public sealed class Row
    {
        public int Class { get; set; } = -1;

        public bool IsAnomaly { get; set; }

        [VectorType(Side * Side)]
        public float[] Features { get; set; } = [];
    }

    /// <summary>Rows of all classes in turn.</summary>
    public static Row[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(i % NumberOfClasses, i < count / 10 ? i % NumberOfClasses : -1, random))];
    }

    /// <summary>Rows of the shape that is no class.</summary>
    public static Row[] Anomalies(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(NumberOfClasses, -1, random))];
    }

    private static Row Draw(int shape, int label, Random random)
    {
        var pixels = new float[Side * Side];
        int top = random.Next(Side - ShapeSide + 1), left = random.Next(Side - ShapeSide + 1);
        float brightness = 180 + (75 * random.NextSingle());
        for (int i = 0; i < ShapeSide * ShapeSide; i++)
            pixels[((top + (i / ShapeSide)) * Side) + left + (i % ShapeSide)] = Shapes[shape][i] == '#' ? brightness : 0;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] += 10 * random.NextSingle();
        return new Row { Class = label, IsAnomaly = shape == NumberOfClasses, Features = pixels };
    }
}
