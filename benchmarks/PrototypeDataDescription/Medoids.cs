using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>Chooses rows that stand for all of a class: those nearest to the centres of clusters.</summary>
internal static class Medoids
{
    /// <param name="rows">The rows of a class.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="seed">The seed of the clustering.</param>
    /// <returns>The numbers of rows, each once.</returns>
    public static IReadOnlyList<int> Choose(IReadOnlyList<ClassRow> rows, int count, int seed)
    {
        if (count >= rows.Count)
            return [.. Enumerable.Range(0, rows.Count)];
        var mlContext = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(ClusteredRow));
        schema[nameof(ClusteredRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows.Select(row => new ClusteredRow { Features = row.Features }), schema);
        var pipeline = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false)
            .Append(mlContext.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = count, NumberOfThreads = 1 }));
        float[][] distances = [.. pipeline.Fit(data).Transform(data).GetColumn<float[]>("Score")];
        var chosen = new HashSet<int>();
        for (int centre = 0; centre < count; centre++)
            chosen.Add(Enumerable.Range(0, rows.Count).Where(row => !chosen.Contains(row)).MinBy(row => distances[row][centre]));
        return [.. chosen];
    }

    private sealed class ClusteredRow
    {
        public float[] Features { get; set; } = [];
    }
}
