using System.Runtime.InteropServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// The training rows as the network sees them, on the device: scaled and uploaded once, and gathered there by their numbers. Where they
/// would take too much of its memory, batches are gathered and scaled on the host instead, with the same values.
/// </summary>
internal sealed class DeviceRows : IDisposable
{
    // On a GPU what every one that trains has twice over, since its memory can't be asked for; on the processor the rows lie in the same
    // memory already.
    private const long MaximumBytesOnGpu = 2L << 30, MaximumBytesOnProcessor = 64L << 20;
    private const int RowsPerPass = 4096;

    private readonly FeatureRows _rows;
    private readonly FeatureScaling _scaling;
    private readonly Tensor? _resident;

    /// <param name="rows">All rows; a row has the same number here.</param>
    /// <param name="scaling">What becomes of a row before the network sees it.</param>
    /// <param name="device">Where batches are wanted.</param>
    /// <param name="maximumBytes">What the rows may take of the device's memory; null for what is reasonable.</param>
    public DeviceRows(FeatureRows rows, FeatureScaling scaling, Device device, long? maximumBytes = null)
    {
        (_rows, _scaling, Device) = (rows, scaling, device);
        maximumBytes ??= device.type == DeviceType.CPU ? MaximumBytesOnProcessor : MaximumBytesOnGpu;
        if ((long)rows.Count * Width * sizeof(float) <= maximumBytes)
            _resident = Upload();
    }

    public Device Device { get; }

    /// <summary>D, the number of features that the network sees.</summary>
    public int Width => _scaling.OutputWidth;

    /// <summary>The rows of the given numbers, in that order.</summary>
    /// <param name="numbers">Row numbers, of type int64, [n].</param>
    /// <returns>[n, D]</returns>
    public Tensor Gather(Tensor numbers)
    {
        if (_resident is not null)
            return _resident.index_select(0, numbers);
        using Tensor host = numbers.cpu();
        var places = new int[host.numel()];
        TensorAccessor<long> values = host.data<long>();
        for (int i = 0; i < places.Length; i++)
            places[i] = (int)values[i];
        return Scaled(places).to(Device);
    }

    /// <summary>The rows of the given numbers, in that order.</summary>
    /// <returns>[n, D]</returns>
    public Tensor Load(ReadOnlySpan<int> numbers)
    {
        if (_resident is null)
            return Scaled(numbers).to(Device);
        using Tensor places = Numbers(numbers);
        return _resident.index_select(0, places);
    }

    /// <summary>Row numbers on the device, of type int64.</summary>
    public Tensor Numbers(ReadOnlySpan<int> numbers)
    {
        var places = new long[numbers.Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = numbers[i];
        return tensor(places, [places.Length], device: Device);
    }

    /// <summary>What a function without gradients makes of rows, taken some at a time.</summary>
    /// <param name="numbers">Row numbers.</param>
    /// <param name="function">From [n, D] to [n] or [n, outputs].</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The values of one row after another.</returns>
    public float[] Map(ReadOnlySpan<int> numbers, Func<Tensor, Tensor> function, CancellationToken cancellation = default)
    {
        using var noGradient = no_grad();
        float[] values = [];
        for (int start = 0; start < numbers.Length; start += RowsPerPass)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int count = Math.Min(RowsPerPass, numbers.Length - start);
            float[] part = TensorValues.ToArray(function(Load(numbers.Slice(start, count))));
            if (start == 0)
                values = new float[(long)part.Length / count * numbers.Length];
            part.CopyTo(values, (long)part.Length / count * start);
        }
        return values;
    }

    public void Dispose() => _resident?.Dispose();

    private Tensor Upload()
    {
        Tensor all = empty([_rows.Count, Width], dtype: float32, device: Device).DetachFromDisposeScope();
        int[] numbers = [.. Enumerable.Range(0, Math.Min(RowsPerPass, _rows.Count))];
        for (int start = 0; start < _rows.Count; start += RowsPerPass)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(RowsPerPass, _rows.Count - start);
            for (int i = 0; i < count; i++)
                numbers[i] = start + i;
            all.narrow(0, start, count).copy_(Scaled(numbers.AsSpan(0, count)));
        }
        return all;
    }

    // Written where torch will read it: an array for each batch would be garbage faster than the collector has reason to look.
    private Tensor Scaled(ReadOnlySpan<int> numbers)
    {
        Tensor batch = empty([numbers.Length, Width], dtype: float32, device: CPU);
        Span<float> values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        for (int i = 0; i < numbers.Length; i++)
            _scaling.Apply(_rows[numbers[i]], values.Slice(i * Width, Width));
        return batch;
    }
}
