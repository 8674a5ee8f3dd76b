namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Progress that calls back at once, on the training's own thread.</summary>
internal sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => action(value);
}
