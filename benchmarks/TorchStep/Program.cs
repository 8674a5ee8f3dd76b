using ProtoAnomaly.Benchmarks;

// How long one training step of a small autoencoder takes: here, and in Python's torch if this machine has it.
// Both run on one thread and take turns, so that other load on the machine hits both alike.

const int Rounds = 11;
const int StepsPerRound = 300;

using var autoencoder = new Autoencoder();
using var python = PythonProcess.TryStart("step.py");

autoencoder.Run(StepsPerRound);
python?.Ask($"{StepsPerRound}");

var ours = new List<double>();
var theirs = new List<double>();
for (int round = 0; round < Rounds; round++)
{
    ours.Add(autoencoder.Run(StepsPerRound));
    if (python is not null)
        theirs.Add(python.Ask($"{StepsPerRound}"));
}

Console.WriteLine("Training step, autoencoder 36-128-64-8-64-128-36, batch 128, Adam, one thread");
Console.WriteLine($"median CPU us/step over {Rounds} rounds of {StepsPerRound} steps");
Console.WriteLine($"  TorchSharp API  {Median(ours),8:F0}");
if (python is null)
{
    Console.WriteLine("  Python torch: comparison skipped, python3 with the package torch was not found");
    return 0;
}
Console.WriteLine($"  Python torch    {Median(theirs),8:F0}   ({python.Version})");
Console.WriteLine($"  ratio           {Median(ours) / Median(theirs),8:F2}");
return 0;

static double Median(List<double> values)
{
    values.Sort();
    return values[values.Count / 2];
}
