using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Where the contract suite trains: the environment variable PROTOANOMALY_TEST_DEVICE says <c>cpu</c> (the default) or <c>cuda</c>.</summary>
internal static class TestDevice
{
    private const string Variable = "PROTOANOMALY_TEST_DEVICE";

    public static TrainingDevice Training { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "cpu" => TrainingDevice.Cpu,
        "cuda" => TrainingDevice.Cuda(),
        string other => throw new InvalidOperationException($"{Variable} is '{other}'; it must be 'cpu' or 'cuda'."),
    };

    public static torch.Device Torch { get; } = Training == TrainingDevice.Cpu ? torch.CPU : torch.CUDA;
}
