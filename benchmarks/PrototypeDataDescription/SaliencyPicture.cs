using System.Globalization;
using System.Text;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>Draws images of the class that was left out, below each what its pixels add to its score, its score and the class that it fits best.</summary>
internal static class SaliencyPicture
{
    private const int Images = 8, Pixel = 3, Gap = 12, Caption = 18;

    // Shades of brightness, and of contributions to either side.
    private const int Shades = 12;

    private const string White = "#ffffff";

    public static void Draw(Arguments arguments, (string Set, string Class) drawn)
    {
        int seed = arguments.Seeds[0];
        ClassData data = ClassData.Read(arguments.DataFolder, drawn.Set, seed);
        if (!data.Classes.Contains(drawn.Class))
            throw new ArgumentException($"{drawn.Set} has no class '{drawn.Class}'; it has {string.Join(", ", data.Classes)}.");
        if (data.Shape is not { Channels: 1 } shape)
            throw new ArgumentException($"{drawn.Set} has no grey images.");
        var task = new LeftOutTask(data, drawn.Class, arguments.Labels, arguments.Rows, seed);
        PrototypeDataDescriptionModel model = task.Train(arguments.Settings).Trained;
        string path = Path.Combine(arguments.OutputFolder, $"{drawn.Set}-{drawn.Class}-contributions.svg");
        Directory.CreateDirectory(arguments.OutputFolder);
        File.WriteAllText(path, Svg(model, [.. task.Test.Where(row => row.IsAnomaly).Take(Images).Select(row => row.Features)], shape, [.. data.Classes.Where(name => name != drawn.Class)]));
        Console.WriteLine(path);
    }

    private static string Svg(PrototypeDataDescriptionModel model, float[][] images, ImageShape shape, string[] classes)
    {
        int width = shape.Width * Pixel, height = shape.Height * Pixel;
        RowScorer scorer = model.CreateRowScorer();
        var contributions = new float[shape.Size];
        float brightest = images.Max(image => image.Max());
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Gap + (images.Length * (width + Gap))}\" height=\"{(2 * height) + (3 * Gap) + Caption}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"));
        for (int i = 0; i < images.Length; i++)
        {
            scorer.Run(images[i]);
            scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
            float largest = contributions.Max(MathF.Abs);
            int left = Gap + (i * (width + Gap));
            svg.Append(Paint(left, Gap, shape, images[i], value => Grey(value / brightest)));
            svg.Append(Paint(left, (2 * Gap) + height, shape, contributions, value => RedOrBlue(value / largest)));
            svg.Append(string.Create(CultureInfo.InvariantCulture,
                $"<text x=\"{left + (width / 2)}\" y=\"{(2 * height) + (2 * Gap) + Caption}\" text-anchor=\"middle\">{scorer.Score:F2}, {classes[scorer.Key(PrototypeColumns.NearestClass)]}</text>\n"));
        }
        return svg.Append("</svg>\n").ToString();
    }

    // One path for each colour, of runs of pixels that have it; white is what is there already.
    private static string Paint(int left, int top, ImageShape shape, float[] values, Func<float, string> colour)
    {
        var paths = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0, next; x < shape.Width; x = next)
            {
                string own = Colour(x, y);
                next = x + 1;
                while (next < shape.Width && Colour(next, y) == own)
                    next++;
                if (own == White)
                    continue;
                if (!paths.TryGetValue(own, out StringBuilder? path))
                    paths[own] = path = new StringBuilder();
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{next - x}v1h-{next - x}z");
            }
        }
        IEnumerable<string> drawn = paths.Select(path => $"<path fill=\"{path.Key}\" d=\"{path.Value}\"/>\n");
        return $"<g transform=\"translate({left},{top}) scale({Pixel})\" shape-rendering=\"crispEdges\">\n{string.Concat(drawn)}<rect width=\"{shape.Width}\" height=\"{shape.Height}\" fill=\"none\" stroke=\"#bbb\" stroke-width=\"0.2\"/></g>\n";

        string Colour(int x, int y) => colour(values[(y * shape.Width) + x]);
    }

    private static string Grey(float brightness) => Rgb(Darkness(brightness), Darkness(brightness), Darkness(brightness));

    // Red is what raises the score, blue what lowers it.
    private static string RedOrBlue(float share) =>
        share > 0 ? Rgb(255, Darkness(share), Darkness(share)) : Rgb(Darkness(share), Darkness(share), 255);

    private static int Darkness(float share) => 255 - ((int)MathF.Round(Math.Min(MathF.Abs(share), 1) * Shades) * 255 / Shades);

    private static string Rgb(int red, int green, int blue) => $"#{red:x2}{green:x2}{blue:x2}";
}
