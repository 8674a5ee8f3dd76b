using System.Globalization;
using System.Text;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>
/// Draws test rows in the plane of the two principal axes of embedded training rows, before and after the training by prototypes.
/// </summary>
internal static class EmbeddingMap
{
    private const int AxisRows = 400, DrawnRows = 600, Side = 640, Margin = 24, Legend = 150;

    // Ten colours that differ for most eyes; anomalies are black crosses.
    private static readonly string[] Colours =
        ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb", "#ee7733", "#009988", "#882255"];

    public static void Draw(Arguments arguments, (string Set, string Class) map)
    {
        int seed = arguments.Seeds[0];
        ClassData data = ClassData.Read(arguments.DataFolder, map.Set, seed);
        if (!data.Classes.Contains(map.Class))
            throw new ArgumentException($"{map.Set} has no class '{map.Class}'; it has {string.Join(", ", data.Classes)}.");
        var task = new LeftOutTask(data, map.Class, arguments.Labels, arguments.Rows, seed);
        (PrototypeDataDescriptionModel? pretrained, PrototypeDataDescriptionModel trained) = task.Train(arguments.Settings);
        Directory.CreateDirectory(arguments.OutputFolder);
        foreach ((string name, PrototypeDataDescriptionModel? model) in new[] { ("before", pretrained), ("after", trained) })
        {
            if (model is null)
                continue;
            string path = Path.Combine(arguments.OutputFolder, $"{map.Set}-{map.Class}-{name}.svg");
            File.WriteAllText(path, Svg(model, task, $"{map.Set} without {map.Class}, {name} the training by prototypes"));
            Console.WriteLine(path);
        }
    }

    private static string Svg(PrototypeDataDescriptionModel model, LeftOutTask task, string title)
    {
        (double[] mean, Matrix<double> axes) = PrincipalAxes([.. task.Unlabelled.Take(AxisRows).Select(row => model.Embed(row.Features))]);
        ClassRow[] test = [.. task.Data.Test.Take(DrawnRows)];
        (double X, double Y)[] points = [.. test.Select(row => Project(row.Features)), .. task.Prototypes.Select(row => Project(row.Features))];
        (double left, double right) = (points.Min(p => p.X), points.Max(p => p.X));
        (double low, double high) = (points.Min(p => p.Y), points.Max(p => p.Y));
        string[] classes = [.. task.Data.Classes];
        string[] normal = [.. classes.Where(name => name != task.LeftOut)];
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Side + Legend}\" height=\"{Side + Margin}\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<text x=\"{Margin}\" y=\"18\">{title}</text>\n"));
        for (int i = 0; i < test.Length; i++)
        {
            (double x, double y) = Place(points[i]);
            svg.Append(test[i].Class == task.LeftOut ? Cross(x, y) : Dot(x, y, 2.5, Colour(test[i].Class), "none"));
        }
        for (int i = 0; i < task.Prototypes.Count; i++)
        {
            (double x, double y) = Place(points[test.Length + i]);
            svg.Append(Dot(x, y, 5, Colour(normal[task.Prototypes[i].Class]), "black"));
        }
        for (int n = 0; n < classes.Length; n++)
        {
            double y = 50 + (20 * n);
            svg.Append(classes[n] == task.LeftOut ? Cross(Side + 10, y) : Dot(Side + 10, y, 5, Colour(classes[n]), "none"));
            svg.Append(string.Create(CultureInfo.InvariantCulture, $"<text x=\"{Side + 22}\" y=\"{y + 4}\">{classes[n]}{(classes[n] == task.LeftOut ? " (anomaly)" : "")}</text>\n"));
        }
        svg.Append(Dot(Side + 10, 60 + (20 * classes.Length), 5, "white", "black"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"<text x=\"{Side + 22}\" y=\"{64 + (20 * classes.Length)}\">prototype</text>\n"));
        return svg.Append("</svg>\n").ToString();

        (double X, double Y) Project(float[] features)
        {
            float[] z = model.Embed(features);
            double x = 0, y = 0;
            for (int i = 0; i < z.Length; i++)
            {
                x += (z[i] - mean[i]) * axes[i, 0];
                y += (z[i] - mean[i]) * axes[i, 1];
            }
            return (x, y);
        }

        (double X, double Y) Place((double X, double Y) p) => (
            Margin + ((p.X - left) / (right - left) * (Side - (2 * Margin))), (2 * Margin) + ((high - p.Y) / (high - low) * (Side - (2 * Margin))));

        string Colour(string name) => Colours[Array.IndexOf(classes, name) % Colours.Length];
    }

    // The Gram matrix of few rows is smaller than the covariance of many columns, and has the same axes.
    private static (double[] Mean, Matrix<double> Axes) PrincipalAxes(float[][] rows)
    {
        Matrix<double> x = Matrix<double>.Build.Dense(rows.Length, rows[0].Length, (i, j) => rows[i][j]);
        double[] mean = [.. x.ColumnSums().Divide(rows.Length)];
        x.MapIndexedInplace((_, j, value) => value - mean[j]);
        var gram = x.TransposeAndMultiply(x).Evd(Symmetricity.Symmetric);
        // Eigenvalues come in rising order.
        Matrix<double> axes = x.TransposeThisAndMultiply(gram.EigenVectors.SubMatrix(0, rows.Length, rows.Length - 2, 2));
        return (mean, Matrix<double>.Build.DenseOfColumnVectors(axes.Column(1).Normalize(2), axes.Column(0).Normalize(2)));
    }

    private static string Dot(double x, double y, double radius, string fill, string stroke) => string.Create(CultureInfo.InvariantCulture,
        $"<circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{stroke}\" fill-opacity=\"0.7\"/>\n");

    private static string Cross(double x, double y) => string.Create(CultureInfo.InvariantCulture,
        $"<path d=\"M{x - 3:F1} {y - 3:F1}l6 6m0 -6l-6 6\" stroke=\"black\" stroke-width=\"1.2\"/>\n");
}
