using ProtoAnomaly.Benchmarks.Accuracy;

// How well the trainers rank anomalies on data sets with few labelled anomalies, and what that costs. Each cell, a data set with a
// trainer and a split, runs in a process of its own; see Arguments for what can be asked for.
if (args is [CellProcess.Verb, string request])
    return CellRunner.RunAsProcess(request);
if (args is [] or ["--help"])
{
    Console.WriteLine(Arguments.Usage);
    return args.Length == 0 ? 2 : 0;
}

try
{
    if (args is [DevelopmentSets.Verb, string data, string folder, ..] and ([_, _, _] or [_, _, _, "wide"]))
    {
        DevelopmentSets.Write(data, folder, wide: args.Length > 3);
        return 0;
    }
    if (args is [UnseenSets.Verb, string classes, string made])
    {
        UnseenSets.Write(classes, made);
        return 0;
    }
    if (args is [PageWriter.Verb, .. var page])
    {
        PageWriter.Run(page);
        return 0;
    }
    return new Benchmark(Arguments.Parse(args)).Run();
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
