using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.Evaluation;

namespace ProtoAnomaly.Tool.Report;

/// <summary>The latent space seen from where it is widest: the plane of the rows' first two principal components.</summary>
/// <param name="Rows">Some rows.</param>
/// <param name="Prototypes">All prototypes.</param>
/// <param name="ExplainedShare">The share of the rows' variance that the plane shows.</param>
internal sealed record LatentMap(IReadOnlyList<LatentMap.Row> Rows, IReadOnlyList<(double X, double Y)> Prototypes, double ExplainedShare)
{
    private const string ColumnName = "LatentVector";

    // So many of either class; more make a cloud of ink and a large page.
    private const int MostRowsPerClass = 1000;

    /// <param name="X">Where it is on the plane.</param>
    /// <param name="Y">Where it is on the plane.</param>
    /// <param name="IsAnomaly">Whether it is one by its label.</param>
    /// <param name="Score">Its score.</param>
    public readonly record struct Row(double X, double Y, bool IsAnomaly, float Score);

    /// <summary>Null where the detector has no latent space, or there are too few rows.</summary>
    public static LatentMap? Create(DetectorEvaluation evaluation, IReadOnlyList<float[]> prototypes)
    {
        if (evaluation.Scored.Schema.GetColumnOrNull(ColumnName) is not { } column)
            return null;
        (int[] positions, float[][] vectors) = Sample(evaluation, column);
        if (vectors.Length < 2)
            return null;

        Matrix<double> points = Matrix<double>.Build.DenseOfRows(vectors.Select(v => v.Select(x => (double)x)));
        Vector<double> mean = points.ColumnSums() / points.RowCount;
        Matrix<double> centred = Matrix<double>.Build.Dense(points.RowCount, points.ColumnCount, (i, j) => points[i, j] - mean[j]);
        Evd<double> spectrum = (centred.TransposeThisAndMultiply(centred) / points.RowCount).Evd(Symmetricity.Symmetric);
        // The eigenvalues rise.
        int last = points.ColumnCount - 1;
        Vector<double> x = spectrum.EigenVectors.Column(last), y = last > 0 ? spectrum.EigenVectors.Column(last - 1) : x * 0;
        double total = spectrum.EigenValues.Sum(v => v.Real), shown = spectrum.EigenValues[last].Real + (last > 0 ? spectrum.EigenValues[last - 1].Real : 0);
        Row[] rows = [.. positions.Select((position, i) =>
            new Row(centred.Row(i) * x, centred.Row(i) * y, evaluation.IsAnomaly[position], evaluation.Scores[position]))];
        Vector<double>[] centres = [.. prototypes.Select(p => Vector<double>.Build.Dense(p.Length, j => p[j]) - mean)];
        return new LatentMap(rows, [.. centres.Select(centre => (centre * x, centre * y))], total > 0 ? shown / total : 1);
    }

    // Rows evenly spread over the table, apart by class, that have a place.
    private static (int[] Positions, float[][] Vectors) Sample(DetectorEvaluation evaluation, DataViewSchema.Column column)
    {
        int[] normal = Spread(false), anomalies = Spread(true);
        var wanted = normal.Concat(anomalies).ToHashSet();
        var positions = new List<int>();
        var vectors = new List<float[]>();
        using DataViewRowCursor cursor = evaluation.Scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        for (int position = 0; cursor.MoveNext(); position++)
        {
            if (!wanted.Contains(position))
                continue;
            getter(ref buffer);
            float[] vector = [.. buffer.DenseValues()];
            if (vector.All(float.IsFinite))
            {
                positions.Add(position);
                vectors.Add(vector);
            }
        }
        return ([.. positions], [.. vectors]);

        int[] Spread(bool anomalous)
        {
            int[] all = [.. Enumerable.Range(0, evaluation.Rows).Where(row => evaluation.IsAnomaly[row] == anomalous)];
            int count = Math.Min(all.Length, MostRowsPerClass);
            return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Length / count)])];
        }
    }
}
