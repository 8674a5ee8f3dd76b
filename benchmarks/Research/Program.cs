using System.Globalization;
using ProtoAnomaly.Benchmarks.Research;

// Trainers beside their papers, and what the papers leave open; see Arguments for what can be asked for. Runs that are in the output folder
// already are not repeated, so that a long study can be interrupted.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [] or ["--help"])
{
    Console.WriteLine(Arguments.Usage);
    return args.Length == 0 ? 2 : 0;
}
try
{
    Arguments arguments = Arguments.Parse(args);
    Directory.CreateDirectory(arguments.OutputFolder);
    switch (arguments.Study)
    {
        case "cost": CostStudy.Run(); return 0;
        case "weights": new WeightStudy(arguments).Run(); return 0;
        case "windows": new WindowStudy(arguments).Run(); return 0;
        case "transfer": new TransferStudy(arguments).Run(); return 0;
        case "choice": new ChoiceStudy(arguments).Run(); return 0;
        case "tables": return new Runs(arguments).Report(Studies.Tables(arguments));
        default: return new Runs(arguments).Report(Studies.Variants(arguments));
    }
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}
catch (Exception e) when (e is IOException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
