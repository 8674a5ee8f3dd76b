using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks.Accuracy;
using TorchSharp;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>
/// Whether a detector is of use where what is normal has changed: trained on data of some normal classes, and tested on data of which one or two normal
/// classes are others, beside a detector that was trained on the latter.
/// </summary>
internal sealed class TransferStudy(Arguments arguments)
{
    private const string Satellite = "statlog_satellite", Letters = "letter_recognition";

    private static readonly (ClusterSet From, ClusterSet To)[] Pairs =
    [
        (Of("soils", Satellite, ["grey soil", "red soil", "very damp grey soil"]), Of("soils, one another", Satellite, ["grey soil", "red soil", "damp grey soil"])),
        (Of("soils", Satellite, ["grey soil", "red soil", "very damp grey soil"]), Of("soils and stubble", Satellite, ["grey soil", "red soil", "vegetation stubble"])),
        (Of("letters", Letters, ["A", "C", "I", "L", "M", "O", "T", "W"]), Of("letters, one another", Letters, ["A", "C", "I", "L", "M", "O", "T", "Y"])),
        (Of("letters", Letters, ["A", "C", "I", "L", "M", "O", "T", "W"]), Of("letters, four others", Letters, ["A", "C", "I", "L", "E", "Q", "J", "Y"])),
    ];

    public void Run()
    {
        torch.set_num_threads(1);
        string folder = ClusterSet.Write(Pairs.SelectMany(pair => new[] { pair.From, pair.To }).Distinct(), arguments.DataFolder, arguments.OutputFolder);
        var table = new TextTable("AUC-ROC on the second set", 2, "trained on", "tested on", "MNP, moved", "MNP, trained there", "ensemble, moved", "ensemble, trained there");
        foreach ((ClusterSet from, ClusterSet to) in Pairs)
        {
            double[][] runs = [.. Enumerable.Range(0, arguments.Runs).Select(split => Areas(folder, from.Name, to.Name, split))];
            table.Add([from.Name, to.Name, .. Enumerable.Range(0, 4).Select(place => Statistic.Of(runs.Select(run => run[place])).ToText())]);
        }
        Console.Write(table.ToText());
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "transfer.md"), table.ToMarkdown());
    }

    private static double[] Areas(string folder, string from, string to, int split)
    {
        DataSet first = DataSet.Read(folder, ClusterSet.Protocol, from, split), second = DataSet.Read(folder, ClusterSet.Protocol, to, split);
        var mlContext = new MLContext(split);
        IEstimator<ITransformer>[] trainers =
        [
            mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options { Device = TrainingDevice.Cpu, Seed = split }),
            mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Device = TrainingDevice.Cpu, Seed = split }),
        ];
        IDataView test = second.View(mlContext, second.Test);
        return [.. trainers.SelectMany(trainer => new[] { first, second }.Select(data =>
            mlContext.AnomalyDetection.EvaluateRanking(trainer.Fit(data.View(mlContext, data.Train)).Transform(test)).AreaUnderRocCurve))];
    }

    private static ClusterSet Of(string name, string source, string[] normal) => new(name, source, normal, normal.Length, 1500, 150);
}
