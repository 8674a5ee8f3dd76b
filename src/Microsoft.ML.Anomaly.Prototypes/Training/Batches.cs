using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// The batches of an epoch. Their row numbers are drawn on the host, by generators that give the same numbers on every device, and
/// go to the device together, once in an epoch.
/// </summary>
/// <param name="rows">The training rows.</param>
internal sealed class Batches(DeviceRows rows)
{
    private readonly Queue<int> _sizes = new();
    private Tensor? _numbers;
    private long _next;

    /// <summary>Takes an epoch's batches, which live as long as the dispose scope of the epoch.</summary>
    /// <param name="batches">The row numbers of each batch.</param>
    public void Begin(IEnumerable<int[]> batches)
    {
        var numbers = new List<int>();
        _sizes.Clear();
        foreach (int[] batch in batches)
        {
            numbers.AddRange(batch);
            _sizes.Enqueue(batch.Length);
        }
        _numbers = rows.Numbers([.. numbers]);
        _next = 0;
    }

    /// <summary>The row numbers of the next batch, [n], on the device.</summary>
    public Tensor NextNumbers()
    {
        int size = _sizes.Dequeue();
        Tensor numbers = _numbers!.narrow(0, _next, size);
        _next += size;
        return numbers;
    }

    /// <summary>The rows of the next batch, [n, D].</summary>
    public Tensor Next() => rows.Gather(NextNumbers());
}
