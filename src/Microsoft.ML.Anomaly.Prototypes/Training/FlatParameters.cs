using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Lays all parameters of a phase in one flat tensor, of which they become views, and their gradients in another one. An optimizer's step,
/// a copy or a mean of all weights is then a few operations, however many layers there are, and nothing of the size of the
/// weights is made anew in a step.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly bool _isPart;

    /// <param name="parameters">The parameters, all on one device. They keep their values, and stay views after this is disposed of.</param>
    public FlatParameters(IEnumerable<Parameter> parameters)
    {
        _parameters = [.. parameters];
        long count = _parameters.Sum(parameter => parameter.numel());
        Device device = _parameters[0].device;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Values = empty(count, dtype: float32, device: device);
        Gradients = zeros(count, dtype: float32, device: device);
        long start = 0;
        foreach (Parameter parameter in _parameters)
        {
            long length = parameter.numel();
            Tensor view = Values.narrow(0, start, length).view(parameter.shape);
            view.copy_(parameter);
            parameter.set_(view);
            parameter.grad = Gradients.narrow(0, start, length).view(parameter.shape);
            start += length;
        }
        Values.DetachFromDisposeScope();
        Gradients.DetachFromDisposeScope();
    }

    private FlatParameters(FlatParameters whole, Parameter[] parameters)
    {
        int first = Array.IndexOf(whole._parameters, parameters[0]);
        if (first < 0 || !whole._parameters.Skip(first).Take(parameters.Length).SequenceEqual(parameters))
            throw new ArgumentException("The parameters don't stand together in the whole.", nameof(parameters));
        (_parameters, _isPart) = (parameters, true);
        long start = whole._parameters.Take(first).Sum(parameter => parameter.numel()), length = parameters.Sum(parameter => parameter.numel());
        Values = whole.Values.narrow(0, start, length).DetachFromDisposeScope();
        Gradients = whole.Gradients.narrow(0, start, length).DetachFromDisposeScope();
    }

    /// <summary>All weights, [P].</summary>
    public Tensor Values { get; }

    /// <summary>The sums of all gradients since <see cref="ClearGradients"/>, [P].</summary>
    public Tensor Gradients { get; }

    /// <summary>The parameters, as they were given.</summary>
    public IList<Tensor> Parameters => _parameters;

    /// <summary>Some of the parameters, which stand one after another, to be trained by an optimizer of their own too.</summary>
    /// <param name="parameters">The parameters, in their order.</param>
    public FlatParameters Part(IEnumerable<Parameter> parameters) => new(this, [.. parameters]);

    public void ClearGradients() => Gradients.zero_().Dispose();

    public void Dispose()
    {
        // What no longer trains has no gradient: another phase would add to it in vain.
        foreach (Parameter parameter in _isPart ? [] : _parameters)
            parameter.grad = null;
        Values.Dispose();
        Gradients.Dispose();
    }
}
