namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Where a trainer runs its network.</summary>
public readonly record struct TrainingDevice
{
    private enum DeviceKind
    {
        Auto,
        Cpu,
        Cuda,
    }

    private readonly DeviceKind _kind;
    private readonly int _index;

    private TrainingDevice(DeviceKind kind, int index = 0) => (_kind, _index) = (kind, index);

    /// <summary>
    /// The default: the GPU that <see cref="MLContext.GpuDeviceId"/> names, else the first GPU where there is one, else the processor.
    /// </summary>
    public static TrainingDevice Auto => default;

    /// <summary>The processor.</summary>
    public static TrainingDevice Cpu => new(DeviceKind.Cpu);

    /// <summary>A CUDA device. A training that asks for one on a machine without it throws.</summary>
    /// <param name="index">The number of the GPU, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static TrainingDevice Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(DeviceKind.Cuda, index);
    }

    internal bool IsAuto => _kind == DeviceKind.Auto;

    internal bool IsCuda => _kind == DeviceKind.Cuda;

    internal int Index => _index;

    /// <summary>"Auto", "Cpu", or "Cuda(0)".</summary>
    public override string ToString() => IsCuda ? $"Cuda({_index})" : _kind.ToString();
}
