namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Lets parts of a training that run side by side take turns with those that must run alone: training with tensors.
/// </summary>
/// <remarks>
/// TorchSharp passes the handle of a Scalar to native code without keeping the Scalar alive. Where another thread makes the garbage
/// collector run in that moment, its finalizer frees what the native code is about to read, and an optimizer's step fails or is wrong. What
/// allocates much, therefore, waits until such a part is over.
/// </remarks>
internal sealed class TensorTurns : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();

    /// <summary>Runs what may run beside others of its kind.</summary>
    public T AmongOthers<T>(Func<T> work)
    {
        _lock.EnterReadLock();
        try
        {
            return work();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Runs what must run alone.</summary>
    public T Alone<T>(Func<T> work)
    {
        _lock.EnterWriteLock();
        try
        {
            return work();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Dispose() => _lock.Dispose();
}
