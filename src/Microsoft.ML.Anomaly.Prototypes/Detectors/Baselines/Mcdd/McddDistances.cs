using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The distances from the classes, equation 5: D_k = |f(x) - mu_k|² / (2 sigma_k²) + d log sigma_k, with sigma_k = exp(max(0, s_k)).
/// </summary>
internal sealed class McddDistances : nn.Module
{
    private readonly Parameter _centres;
    private readonly Parameter _logScales;

    public McddDistances(int classes, int width, Random random, Device device)
        : base(nameof(McddDistances))
    {
        _centres = Initialization.Uniform([classes, width], width, random, device);
        _logScales = Zeros(classes, device);
        Biases = Zeros(classes, device);
        register_parameter(nameof(_centres), _centres);
        register_parameter(nameof(_logScales), _logScales);
        register_parameter(nameof(Biases), Biases);
    }

    /// <summary>b, [K]</summary>
    public Parameter Biases { get; }

    /// <param name="embedded">f(x), [n, d]</param>
    /// <returns>D, [n, K]</returns>
    public Tensor Of(Tensor embedded) => Of(embedded, _centres, _logScales);

    /// <param name="embedded">f(x), [n, d]</param>
    /// <param name="centres">mu, [K, d]</param>
    /// <param name="logScales">s, [K]</param>
    public static Tensor Of(Tensor embedded, Tensor centres, Tensor logScales)
    {
        Tensor squares = (embedded.unsqueeze(1) - centres).Squared().sum(2), logs = logScales.AtLeast(0);
        return (squares * logs.Times(-2).exp()).Times(0.5f).Plus(logs.Times(embedded.shape[1]));
    }

    /// <summary>Saves mu, 1 / (2 sigma²) and d log sigma.</summary>
    public BaselineParts AddTo(BaselineParts parts)
    {
        float[] logs = [.. TensorValues.ToArray(_logScales).Select(s => MathF.Max(s, 0))];
        return parts.With("centres", TensorValues.ToArray(_centres))
            .With("precisions", [.. logs.Select(log => 0.5f * MathF.Exp(-2 * log))]).With("offsets", [.. logs.Select(log => log * _centres.shape[1])]);
    }

    private static Parameter Zeros(int length, Device device)
    {
        Parameter parameter = nn.Parameter(zeros(length, device: device));
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
