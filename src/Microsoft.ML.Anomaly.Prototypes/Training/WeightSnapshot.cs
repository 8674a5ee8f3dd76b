using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Keeps a copy of a network's parameters and buffers, to return to the best ones after the training went on.</summary>
internal sealed class WeightSnapshot : IDisposable
{
    private readonly torch.Tensor[] _parameters;
    private readonly torch.Tensor[] _copies;

    public WeightSnapshot(IEnumerable<torch.Tensor> parameters)
    {
        _parameters = [.. parameters];
        using (torch.no_grad())
            _copies = [.. _parameters.Select(p => p.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>Copies the parameters as they are now.</summary>
    public void Take()
    {
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            for (int i = 0; i < _parameters.Length; i++)
                _copies[i].copy_(_parameters[i]);
        }
    }

    /// <summary>
    /// Makes the copies the mean of the parameters as they are now and of the <paramref name="count"/> - 1 times before.
    /// </summary>
    public void TakeIntoMean(int count)
    {
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            for (int i = 0; i < _parameters.Length; i++)
                _copies[i].TimesInPlace((float)(1 - (1.0 / count))).PlusInPlace(_parameters[i], (float)(1.0 / count));
        }
    }

    /// <summary>Sets the parameters back to the copy taken last.</summary>
    public void Restore()
    {
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            for (int i = 0; i < _parameters.Length; i++)
                _parameters[i].copy_(_copies[i]);
        }
    }

    public void Dispose()
    {
        foreach (torch.Tensor copy in _copies)
            copy.Dispose();
    }
}
