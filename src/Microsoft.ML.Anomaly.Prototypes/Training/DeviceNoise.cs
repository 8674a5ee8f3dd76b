using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Standard normal noise, drawn on the device by a generator of its own: torch's default one is global to the process.</summary>
internal sealed class DeviceNoise : IDisposable
{
    private readonly Device _device;
    private readonly Generator _generator;

    /// <param name="random">Gives the generator's seed.</param>
    /// <param name="device">Where noise is wanted.</param>
    public DeviceNoise(Random random, Device device)
    {
        _device = device;
        _generator = new Generator((ulong)random.NextInt64(), device);
    }

    /// <summary>[rows, width]</summary>
    public Tensor Next(long rows, long width) => randn([rows, width], dtype: float32, device: _device, generator: _generator);

    /// <summary>Uniform numbers from 0 to 1 instead, [rows, width].</summary>
    public Tensor NextUniform(long rows, long width) => rand([rows, width], dtype: float32, device: _device, generator: _generator);

    public void Dispose() => _generator.Dispose();
}
