using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks.Accuracy;
using TorchSharp;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>Which number of clusters the Bayesian information criterion chooses where the true one is known, or thought to be.</summary>
internal sealed class ChoiceStudy(Arguments arguments)
{
    public void Run()
    {
        torch.set_num_threads(1);
        string folder = ClusterSet.Write(Studies.ClusterSets, arguments.DataFolder, arguments.OutputFolder);
        (string Folder, string Protocol, string Set, int Clusters)[] sets =
        [
            (arguments.DataFolder, "wvad10", "Ionosphere", 2), (arguments.DataFolder, "wvad10", "letter", 3), (arguments.DataFolder, "wvad10", "satellite", 3),
            .. Studies.ClusterSets.Select(set => (folder, ClusterSet.Protocol, set.Name, set.Clusters)),
        ];
        var table = new TextTable("Clusters chosen by BIC, split by split", 1, "set", "known", "chosen", "chosen, isotropic");
        foreach ((string dataFolder, string protocol, string set, int clusters) in sets.Where(set => arguments.Asks(set.Set)))
            table.Add(set, $"{clusters}", Chosen(dataFolder, protocol, set, isotropic: false), Chosen(dataFolder, protocol, set, isotropic: true));
        Console.Write(table.ToText());
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "choice.md"), table.ToMarkdown());
    }

    private string Chosen(string folder, string protocol, string set, bool isotropic) => string.Join(", ", Enumerable.Range(0, arguments.Runs).Select(split =>
    {
        DataSet data = DataSet.Read(folder, protocol, set, split);
        var mlContext = new MLContext(split);
        // The choice is made before the joint training, which is therefore cut short.
        var options = new WvadTrainer.Options
        {
            Isotropic = isotropic,
            NumberOfFirstStageEpochs = 0,
            NumberOfSecondStageEpochs = 1,
            Device = TrainingDevice.Cpu,
        };
        return mlContext.AnomalyDetection.Trainers.Wvad(options).Fit(data.View(mlContext, data.Train)).Model.NumberOfPrototypes;
    }));
}
