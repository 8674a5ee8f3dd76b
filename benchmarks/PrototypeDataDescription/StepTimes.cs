using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>
/// The time of one adversarial step (batch of 100) and one prototype step (9 x 20) on images of 28x28, compact networks, one thread, beside
/// the same in Python. The two take turns, so that other load on the machine hits both alike.
/// </summary>
internal static class StepTimes
{
    private const int Batch = 100, Classes = 9, Shots = 20, Rounds = 9, StepsPerRound = 5;

    public static void Run()
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        var options = new PrototypeDataDescriptionTrainer.Options { ImageShape = new ImageShape(1, 28, 28) };
        using IAdversarialTraining adversarial = new NetworkFactory(options, options.ImageShape.Value.Size, new SeedSequence(1), CPU).CreateAdversarialTraining()!;
        Tensor rows = rand(Batch, options.ImageShape.Value.Size), prototypes = rand(Classes * Shots, options.ImageShape.Value.Size);
        using var prototypeStep = new PrototypeStep(
            adversarial.Trunk, adversarial.TrunkParameters, prototypes, [.. Enumerable.Range(0, Classes * Shots).Select(j => j / Shots)], options, CPU);
        using var python = PythonProcess.TryStart("step.py");
        double Ours()
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < StepsPerRound; i++)
            {
                using var stepScope = NewDisposeScope();
                adversarial.Step(rows);
                prototypeStep.Run(epoch: 1);
            }
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / StepsPerRound;
        }
        Ours();
        python?.Ask($"{StepsPerRound}");
        var ours = new List<double>();
        var theirs = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(Ours());
            if (python is not null)
                theirs.Add(python.Ask($"{StepsPerRound}") / 1000);
        }
        Console.WriteLine($"Adversarial step of {Batch} rows and prototype step of {Classes}x{Shots}, 28x28, compact networks, Adam, one thread");
        Console.WriteLine($"median CPU ms/step over {Rounds} rounds of {StepsPerRound} steps");
        Console.WriteLine(FormattableString.Invariant($"  this library  {Median(ours),8:F1}"));
        if (python is null)
            Console.WriteLine("  Python torch: comparison skipped, python3 with the package torch was not found");
        else
            Console.WriteLine(FormattableString.Invariant($"  Python torch  {Median(theirs),8:F1}   ({python.Version})\n  ratio         {Median(ours) / Median(theirs),8:F2}"));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
