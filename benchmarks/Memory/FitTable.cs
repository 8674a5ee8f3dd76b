namespace ProtoAnomaly.Benchmarks;

/// <summary>Time and memory of a fit of each trainer, each in a process of its own.</summary>
internal static class FitTable
{
    private const double GrowthShare = 1.1, GrowthMegabytes = 50;

    /// <summary>Prints a line for each trainer; false where memory grows and should not.</summary>
    public static bool Print(int rows, int features, bool checkGrowth)
    {
        Console.WriteLine($"{rows:N0} rows x {features:N0}: {rows * (double)features * sizeof(float) / (1 << 20):F0} MB of floats; one thread, default options");
        Console.WriteLine($"{"",-26}{"reading s",10}{"fit s",8}{"CPU s",8}{"peak MB",9}{"after a tenth MB",18}{"at the end MB",15}");
        bool met = true;
        foreach (string trainer in TrainerFit.Trainers)
        {
            FitFigures figures = FitFigures.Parse(OwnProcess.Run(TrainerFit.Verb, trainer, $"{rows}", $"{features}"));
            bool grows = figures.AtTheEnd > (GrowthShare * figures.AfterATenth) + GrowthMegabytes;
            met &= !checkGrowth || !grows;
            Console.WriteLine(
                $"{trainer,-26}{figures.Reading,10:F1}{figures.Fit,8:F1}{figures.Cpu,8:F1}{figures.Peak,9:F0}{figures.AfterATenth,18:F0}{figures.AtTheEnd,15:F0}"
                + (checkGrowth && grows ? "  GROWS" : ""));
        }
        if (checkGrowth)
            Console.WriteLine(met ? "No fit grows by more than 10 % and 50 MB after its first tenth." : "A fit GROWS.");
        return met;
    }
}
