using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks;
using ProtoAnomaly.Benchmarks.Accuracy;
using TorchSharp;

// How often the largest of the FeatureContributions is that of the feature that is to blame. Normal test rows get another value in one
// feature, drawn by chance: one beyond the feature's training range, or that of another normal row, which is odd only beside the others.
// Counted are the rows whose score's logit rises by at least a half: of the others there is nothing to explain.
// Usage: Explanations DATA_FOLDER SET[,SET...] [TRAINER[,TRAINER...]]; the folder is that of the benchmark Accuracy.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Splits = 3;
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: Explanations DATA_FOLDER SET[,SET...] [TRAINER[,TRAINER...]]");
    return 2;
}
torch.set_num_threads(1);
string[] sets = args[1].Split(',');
string[] trainers = args.Length > 2 ? args[2].Split(',') : ["MultiNormalPrototypes", "Wvad", "PrototypeEnsemble"];
foreach (string trainer in trainers)
{
    Console.WriteLine($"{trainer}: share of the culprits that are named");
    Console.WriteLine($"  {"",-20}{"changed",-10}{"rows",6}{"contributions",15}{"residual",10}{"chance",8}");
    var all = new Dictionary<Change, CulpritCount>();
    foreach (string set in sets)
    {
        var found = new Dictionary<Change, CulpritCount>();
        for (int split = 0; split < Splits; split++)
        {
            foreach ((Change change, CulpritCount count) in CulpritSearch.Run(trainer, DataSet.Read(args[0], "mnp", set, split), split))
            {
                found[change] = found.GetValueOrDefault(change) + count;
                all[change] = all.GetValueOrDefault(change) + count;
            }
        }
        Print(set, found);
    }
    Print("all rows", all);
}
return 0;

static void Print(string name, Dictionary<Change, CulpritCount> counts)
{
    foreach ((Change change, CulpritCount count) in counts)
    {
        string how = change == Change.BeyondTheRange ? "beyond" : "swapped";
        string residual = count.HasResiduals ? $"{count.ByResidual / (double)count.Rows:F2}" : "-";
        Console.WriteLine($"  {name,-20}{how,-10}{count.Rows,6}{count.Named / (double)count.Rows,15:F2}{residual,10}{count.Chance / count.Rows,8:F2}");
    }
}
