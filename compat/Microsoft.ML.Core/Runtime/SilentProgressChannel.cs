using System;

namespace Microsoft.ML.Runtime;

/// <summary>A progress channel that nobody listens to, which is all that MLContext offers: progress never reaches its log.</summary>
internal sealed class SilentProgressChannel : IProgressChannel
{
    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction) => Contracts.CheckValue(header, nameof(header));

    public void Checkpoint(params double?[] values)
    {
    }

    public IProgressChannel StartProgressChannel(string name) => new SilentProgressChannel();

    public void Dispose()
    {
    }
}
