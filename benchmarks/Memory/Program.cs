using System.Globalization;
using ProtoAnomaly.Benchmarks;
using TorchSharp;

// What fits cost in time and memory. Usage:
//   Memory stream [ROWS]            MultiNormalPrototypes on rows that are made while they are read, then scored (default 1,000,000)
//   Memory long [ROWS]              each trainer on so many rows of 36 features, in a process of its own (default 1,000,000)
//   Memory wide [ROWS [FEATURES]]   each trainer on wide rows: memory must not grow over a fit (default 2,000 x 1,500)
//   Memory shape hashed|terms|dense|file [ROWS [MAXIMUM]]   PrototypeEnsemble on 4,097 hashed slots, 15,229 term frequencies, 20,000 columns,
//                                   or a CSV file of so many rows (default 1,000,000) with the option MaximumTrainingRows
//   Memory sample [ROWS]            PrototypeEnsemble on a hundredth, a tenth and all of so many rows (default 1,000,000): time, accuracy
// One thread. The exit code is 1 where a bound is missed.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
torch.set_num_threads(1);
int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], NumberStyles.AllowThousands) : otherwise;

switch (args.FirstOrDefault())
{
    case "stream":
        return new StreamedFit(Number(1, 1_000_000)).Run() ? 0 : 1;
    case "long":
        return FitTable.Print(Number(1, 1_000_000), MadeRows.Width, checkGrowth: false) ? 0 : 1;
    case "wide":
        return FitTable.Print(Number(1, 2_000), Number(2, 1_500), checkGrowth: true) ? 0 : 1;
    case "shape" when args.Length > 1 && EnsembleShapes.Names.Contains(args[1]):
        EnsembleShapes.Run(args[1], Number(2, 1_000_000), args.Length > 3 ? Number(3, 0) : null);
        return 0;
    case "sample":
        SampleStudy.Run(Number(1, 1_000_000));
        return 0;
    case TrainerFit.Verb:
        Console.WriteLine(TrainerFit.Run(args[1], Number(2, 0), Number(3, 0)).ToLine());
        return 0;
    default:
        Console.Error.WriteLine("usage: Memory stream [ROWS] | long [ROWS] | wide [ROWS [FEATURES]] | shape hashed|terms|dense|file [ROWS [MAXIMUM]] | sample [ROWS]");
        return 2;
}
