using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>Compares the columns of the managed scorer with the outputs of ONNX Runtime.</summary>
/// <remarks>
/// Numbers must agree to <see cref="Tolerance"/>. Where they don't, or a label or key differs, the row must be one of which the managed
/// scorer itself makes about as much of a difference when its features change in their last digits: a row at the edge of a tree's split, or
/// a far one between clusters, whose probabilities are exponentials of large numbers. A difference up to <see cref="LargestAtEdges"/> needs no such proof. The share of all
/// these rows has a bound.
/// </remarks>
internal sealed class Parity
{
    /// <summary>The largest relative difference.</summary>
    public const double Tolerance = 1e-5;

    // Differences of smaller values are taken relative to these: sigmoids are small near 0 only, logarithms have no special 0,
    // and neither have differences of squared distances.
    private const double SmallestScore = 1e-3, SmallestLogarithm = 1, SmallestNumber = 0.1;

    private const int Copies = 40;
    private const float LastDigits = 4e-6f;
    private const double MostTimesUsual = 2, LargestAtEdges = 1e-4;

    /// <summary>The largest relative difference of scores, but for rows at edges.</summary>
    public double LargestDifference { get; private set; }

    public int Rows { get; private set; }

    public int RowsAtEdges { get; private set; }

    /// <summary>Each of a detector's columns but FeatureContributions, which have no ONNX form, as one row of numbers for each row; true is 1.</summary>
    public static Dictionary<string, float[][]> Managed(ITransformer detector, IDataView data)
    {
        IDataView scored = detector.Transform(data);
        return scored.Schema.Skip(data.Schema.Count).Where(column => !column.IsHidden && column.Name != "FeatureContributions").ToDictionary(column => column.Name, column => Values(scored, column));
    }

    /// <summary>Fails unless all columns that have an ONNX form are the same in ONNX Runtime as in the managed scorer.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="rows">Rows to score.</param>
    /// <param name="name">For messages.</param>
    /// <param name="opset">The version of ONNX's operators.</param>
    public void Check<TModel>(PrototypeTransformer<TModel> detector, MadeData.Row[] rows, string name, int opset = 12)
        where TModel : PrototypeModel
    {
        using ExportedModel exported = ExportedModel.Of(detector, opset);
        CheckOutputs(detector, rows, exported.Run([.. rows.Select(row => row.Features)]), name);
    }

    /// <summary>The same for outputs that are there already.</summary>
    public void CheckOutputs<TModel>(PrototypeTransformer<TModel> detector, MadeData.Row[] rows, Dictionary<string, float[][]> actual, string name)
        where TModel : PrototypeModel
    {
        Dictionary<string, float[][]> expected = Managed(detector, MadeData.View(new MLContext(), rows));
        CollectionAssert.AreEquivalent(expected.Keys.ToArray(), actual.Keys.ToArray(), name);
        for (int row = 0; row < rows.Length; row++)
        {
            Rows++;
            string[] differing = [.. actual.Keys.Where(column => !(Difference<TModel>(column, expected[column][row], actual[column][row]) < Tolerance))];
            // A score may stand on the threshold, as that of a training row by which it was chosen does.
            if (Difference<TModel>("Score", expected["Score"][row], [detector.Threshold]) < Tolerance)
                differing = [.. differing.Where(column => column != "PredictedLabel")];
            if (differing.Length > 0)
            {
                RowsAtEdges++;
                Dictionary<string, float[][]> copies = Managed(detector, MadeData.View(new MLContext(), InLastDigits(rows[row])));
                foreach (string column in differing)
                {
                    double difference = Difference<TModel>(column, expected[column][row], actual[column][row]);
                    double usual = copies[column].Max(copy => Difference<TModel>(column, expected[column][row], copy));
                    Assert.IsLessThanOrEqualTo(Math.Max(LargestAtEdges, MostTimesUsual * usual), difference, $"{name}, {column} of row {row}");
                }
            }
            else
            {
                LargestDifference = Math.Max(LargestDifference, Difference<TModel>("Score", expected["Score"][row], actual["Score"][row]));
            }
        }
    }

    // Infinite where a label or key differs, or one of two numbers is none.
    private static double Difference<TModel>(string column, float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual, column);
        if (expected.SequenceEqual(actual))
            return 0;
        if (column is "PredictedLabel" or "NearestPrototype" or "NearestClass")
            return double.PositiveInfinity;
        double smallest = column switch
        {
            "ClusterEntropy" or "ClassDensities" => SmallestLogarithm,
            "Score" => typeof(TModel) == typeof(PrototypeDataDescriptionModel) || typeof(TModel).IsSubclassOf(typeof(BaselineModel)) ? SmallestLogarithm : SmallestScore,
            _ => SmallestNumber,
        };
        // Numbers of a vector are measured by its largest one.
        double unit = expected.Where(float.IsFinite).Select(value => Math.Abs((double)value)).Append(smallest).Max();
        double largest = expected.Zip(actual, (a, b) => a.Equals(b) ? 0 : Math.Abs((double)a - b) / unit).Max();
        return double.IsNaN(largest) || expected.Zip(actual, (a, b) => float.IsNaN(a) != float.IsNaN(b)).Any(differ => differ) ? double.PositiveInfinity : largest;
    }

    private static MadeData.Row[] InLastDigits(MadeData.Row row)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, Copies).Select(_ => new MadeData.Row
            {
                Features = [.. row.Features.Select(value => value + ((MathF.Abs(value) + 0.1f) * LastDigits * ((2 * random.NextSingle()) - 1)))],
            }),
        ];
    }

    private static float[][] Values(IDataView view, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType => [.. view.GetColumn<float[]>(column)],
        BooleanDataViewType => [.. view.GetColumn<bool>(column).Select(value => new[] { value ? 1f : 0 })],
        KeyDataViewType => [.. view.GetColumn<uint>(column).Select(value => new[] { (float)value })],
        _ => [.. view.GetColumn<float>(column).Select(value => new[] { value })],
    };
}
