using Microsoft.ML;
using Microsoft.ML.Data;

#nullable disable
#pragma warning disable CS0649 // fields of row classes are set by reflection

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class Normalizers
{
    private class Row { [VectorType(4)] public float[] Features; }

    private static readonly float N = float.NaN;
    private static readonly Dictionary<string, float[][]> Fit = new()
    {
        // negative and positive, constant, with NaN, large positive
        ["mixed"] = [[-2, 5, 1, 1000], [0, 5, N, 1500], [4, 5, 3, 1250.5f], [-1.5f, 5, 2, 4000], [3.25f, 5, N, 1001], [0.125f, 5, 0, 2000], [-0.75f, 5, 10, 1999.5f]],
        // constant zero, all NaN, all negative, tiny
        ["odd"] = [[0, N, -3, 1e-30f], [0, N, -1, 2e-30f], [0, N, -2, 3e-30f], [0, N, -10, 0]],
        // one row
        ["one-row"] = [[-2, 0, N, 7]],
    };
    private static readonly float[][] Unseen = [[10, 6, 20, 0], [-10, 4, -20, -5000], [N, N, N, N], [0, 0, 0, 0], [1, 5, 2, 1500], [float.PositiveInfinity, float.NegativeInfinity, 1, 1]];

    public static void Write(string folder)
    {
        var ml = new MLContext(seed: 1);
        var estimators = new (string Name, Func<IEstimator<ITransformer>> Estimator)[]
        {
            ("MinMax fixZero=true", () => ml.Transforms.NormalizeMinMax("Features", fixZero: true)),
            ("MinMax fixZero=false", () => ml.Transforms.NormalizeMinMax("Features", fixZero: false)),
            ("MeanVariance fixZero=true", () => ml.Transforms.NormalizeMeanVariance("Features", fixZero: true)),
            ("MeanVariance fixZero=false", () => ml.Transforms.NormalizeMeanVariance("Features", fixZero: false)),
            ("MeanVariance fixZero=true useCdf=true", () => ml.Transforms.NormalizeMeanVariance("Features", fixZero: true, useCdf: true)),
            ("MeanVariance fixZero=false useCdf=true", () => ml.Transforms.NormalizeMeanVariance("Features", fixZero: false, useCdf: true)),
        };
        static string Line(string name, int i, float[] row) => $"{name},{i},{string.Join(',', row.Select(ViewJson.Text))}";
        Output.Lines(folder, "input.csv", Fit.SelectMany(f => f.Value.Select((r, i) => Line(f.Key, i, r)))
            .Concat(Unseen.Select((r, i) => Line("unseen", i, r))).Prepend("set,row,f0,f1,f2,f3"));

        var lines = new List<string> { "estimator,fittedOn,appliedTo,row,f0,f1,f2,f3" };
        foreach (var (name, estimator) in estimators)
            foreach (var (set, rows) in Fit)
                try
                {
                    ITransformer model = estimator().Fit(View(ml, rows));
                    foreach (var (target, targetRows) in new[] { (set, rows), ("unseen", Unseen) })
                        lines.AddRange(model.Transform(View(ml, targetRows)).GetColumn<float[]>("Features").Select((r, i) => Line($"{name},{set},{target}", i, r)));
                }
                catch (Exception e)
                {
                    // Such a line matches no expected one, so that only the cases of this estimator fail.
                    lines.Add($"{name},{set},{e.Message.ReplaceLineEndings(" ")}");
                }
        Output.Lines(folder, "expected.csv", lines);
    }

    private static IDataView View(MLContext ml, float[][] rows) => ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = r }));
}
