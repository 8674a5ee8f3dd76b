using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Gaussian noise that belongs to a row: a denoising autoencoder sees a row with the same noise in every epoch, and nothing of
/// the size of the data has to be kept for that. A row's noise is a window of a table, at a place that depends on the row's number.
/// </summary>
internal sealed class FixedNoise : IDisposable
{
    private const long TableSize = 1 << 16;

    // Knuth's multiplier: neighbouring rows get windows far apart.
    private const long Spread = 2_654_435_761 % TableSize;

    private readonly Tensor _windows;
    private readonly Tensor _spread;
    private readonly Tensor _size;

    /// <param name="scale">The standard deviation.</param>
    /// <param name="width">The number of values of a row.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="device">Where noise is wanted.</param>
    public FixedNoise(float scale, long width, Random random, Device device)
    {
        using var scope = NewDisposeScope();
        using var noise = new DeviceNoise(random, device);
        Tensor table = noise.Next(1, TableSize + width - 1).squeeze(0).TimesInPlace(scale);
        // A view of the table, in which window k starts at value k.
        _windows = table.unfold(0, width, 1).DetachFromDisposeScope();
        _spread = tensor(Spread, device: device).DetachFromDisposeScope();
        _size = tensor(TableSize, device: device).DetachFromDisposeScope();
    }

    /// <summary>The noise of the given rows.</summary>
    /// <param name="numbers">Row numbers, of type int64, [n].</param>
    /// <returns>[n, width]</returns>
    public Tensor Of(Tensor numbers) => _windows.index_select(0, (numbers * _spread).remainder(_size));

    public void Dispose()
    {
        _windows.Dispose();
        _spread.Dispose();
        _size.Dispose();
    }
}
