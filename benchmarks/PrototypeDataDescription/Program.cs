using System.Globalization;
using ProtoAnomaly.Benchmarks.DataDescription;

// How well prototypes of normal classes find a class that was left out; see Arguments for what can be asked for.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [] or ["--help"])
{
    Console.WriteLine(Arguments.Usage);
    return args.Length == 0 ? 2 : 0;
}
try
{
    if (args is ["steps"])
    {
        StepTimes.Run();
        return 0;
    }
    var arguments = Arguments.Parse(args);
    if (arguments.Map is { } map)
        EmbeddingMap.Draw(arguments, map);
    else if (arguments.Drawn is { } drawn)
        SaliencyPicture.Draw(arguments, drawn);
    else if (arguments.SeeksCulprits)
        CulpritStudy.Run(arguments);
    else if (arguments.StudiesLabels)
        LabelStudy.Run(arguments);
    else if (arguments.ListsTried)
        TriedStudy.Run(arguments);
    else if (arguments.Compares)
        new ClassDetectors(arguments).Run();
    else
        new Benchmark(arguments, arguments.Labels).Run();
    return 0;
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
