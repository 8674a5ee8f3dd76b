using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;
using TorchSharp;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>
/// Whether MNP's weight of a row, sigmoid(beta s*), tells anomalies: the area under the ROC curve of the test rows by it, lower weights being
/// more anomalous, beside those of the reconstruction error and of the score.
/// </summary>
internal sealed class WeightStudy(Arguments arguments)
{
    private const string Protocol = "mnp";

    public void Run()
    {
        torch.set_num_threads(1);
        var table = new TextTable("AUC-ROC of a row's weight", 1, "set", "weight", "reconstruction error", "score");
        foreach (string set in arguments.Sets.Count > 0 ? arguments.Sets : Studies.PrototypeSets)
        {
            double[][] runs = [.. Enumerable.Range(0, arguments.Runs).Select(split => Areas(set, split))];
            table.Add(set, Text(runs, 0), Text(runs, 1), Text(runs, 2));
        }
        Console.Write(table.ToText());
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "weights.md"), table.ToMarkdown());
    }

    private double[] Areas(string set, int split)
    {
        DataSet data = DataSet.Read(arguments.DataFolder, Protocol, set, split);
        var mlContext = new MLContext(split);
        ITransformer model = mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options
        {
            OutputColumns = PrototypeColumns.PrototypeSimilarity | PrototypeColumns.ReconstructionError,
            Device = TrainingDevice.Cpu,
        }).Fit(data.View(mlContext, data.Train));
        IDataView scored = model.Transform(data.View(mlContext, data.Test));
        // The weight rises with s*, the largest similarity, and so its order is that of s*.
        IEnumerable<float> largest = scored.GetColumn<float[]>("PrototypeSimilarity").Select(similarity => -similarity.Max());
        return [Area(largest), Area(Column("ReconstructionError")), Area(Column("Score"))];

        IEnumerable<float> Column(string name) => scored.GetColumn<float>(name);
        double Area(IEnumerable<float> scores) => mlContext.AnomalyDetection.EvaluateRanking(mlContext.Data.LoadFromEnumerable(
            scores.Zip(data.Test, (score, row) => new Ranked { Score = score, Label = row.Label }).ToArray())).AreaUnderRocCurve;
    }

    private static string Text(double[][] runs, int place) => Statistic.Of(runs.Select(run => run[place])).ToText();

    private sealed class Ranked
    {
        public float Score { get; set; }

        public bool Label { get; set; }
    }
}
