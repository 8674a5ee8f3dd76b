using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// An autoencoder, x̂ = decoder(z), z = encoder(x), and a score of its code z, the direction r / e of its residual r = x - x̂ and the length
/// e of the residual, which each of the score's three layers is given.
/// </summary>
internal sealed class FeawadNetwork : IDisposable
{
    /// <summary>What a residual is divided by at least.</summary>
    public const float SmallestError = 1e-8f;

    private readonly Network _encoder;
    private readonly Network _decoder;
    private readonly Network _first;
    private readonly Network _second;
    private readonly Network _last;

    public FeawadNetwork(NetworkPlan encoder, NetworkPlan decoder, int firstHidden, int secondHidden, Func<NetworkPlan, Network> create)
    {
        LayerActivation relu = LayerActivation.Relu;
        (_encoder, _decoder) = (create(encoder), create(decoder));
        _first = create(NetworkPlan.Input(decoder.Outputs + encoder.Outputs + 1).Dense(firstHidden, relu));
        _second = create(NetworkPlan.Input(firstHidden + 1).Dense(secondHidden, relu));
        _last = create(NetworkPlan.Input(secondHidden + 1).Dense(1));
    }

    /// <summary>The autoencoder's parameters.</summary>
    public IEnumerable<Parameter> Autoencoder => _encoder.parameters().Concat(_decoder.parameters());

    public IEnumerable<Parameter> Score => _first.parameters().Concat(_second.parameters()).Concat(_last.parameters());

    public IEnumerable<Parameter> All => Autoencoder.Concat(Score);

    public static FeawadNetwork Create(BaselineTraining training, FeawadTrainer.Options options)
    {
        LayerActivation relu = LayerActivation.Relu;
        return new FeawadNetwork(
            training.HiddenLayers(relu, bias: true).Dense(options.CodeSize, relu),
            training.HiddenLayersReversed(options.CodeSize, relu, bias: true).Dense(training.Inputs),
            options.ScoreHiddenSizes[0], options.ScoreHiddenSizes[1], training.Create);
    }

    /// <returns>x̂, [n, D]</returns>
    public Tensor Reconstruct(Tensor x) => _decoder.Forward(_encoder.Forward(x));

    /// <param name="x">[n, D]</param>
    /// <returns>The scores, [n], and e, [n].</returns>
    public (Tensor Score, Tensor Error) Forward(Tensor x)
    {
        Tensor code = _encoder.Forward(x), residual = x - _decoder.Forward(code);
        // Not the norm itself, whose gradient at 0 is none.
        Tensor error = residual.Squared().sum(1, keepdim: true).AtLeast(SmallestError * SmallestError).sqrt();
        Tensor hidden = _first.Forward(cat([residual / error, code, error], 1));
        hidden = _second.Forward(cat([hidden, error], 1));
        return (_last.Forward(cat([hidden, error], 1)).flatten(), error.flatten());
    }

    public BaselineParts Freeze(BaselineParts parts) => parts
        .With("encoder", _encoder.Freeze()).With("decoder", _decoder.Freeze())
        .With("first", _first.Freeze()).With("second", _second.Freeze()).With("last", _last.Freeze());

    public void Dispose()
    {
        foreach (Network network in new[] { _encoder, _decoder, _first, _second, _last })
            network.Dispose();
    }
}
