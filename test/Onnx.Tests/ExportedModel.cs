using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>A detector's ONNX file in ONNX Runtime.</summary>
internal sealed class ExportedModel : IDisposable
{
    private readonly InferenceSession _session;

    public ExportedModel(byte[] file) => _session = Session(file);

    /// <summary>A session on one thread, which says nothing of shapes that ML.NET's converter declares otherwise than they are.</summary>
    public static InferenceSession Session(byte[] file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        return new InferenceSession(file, options);
    }

    public static ExportedModel Of<TModel>(PrototypeTransformer<TModel> detector, int opset = 12)
        where TModel : PrototypeModel
    {
        using var stream = new MemoryStream();
        detector.SaveAsOnnx(stream, opset);
        return new ExportedModel(stream.ToArray());
    }

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public IReadOnlyList<string> Inputs => [.. _session.InputMetadata.Keys];

    public IReadOnlyList<string> Outputs => [.. _session.OutputMetadata.Keys];

    /// <summary>All outputs, each as one row of numbers for each row; true is 1.</summary>
    public Dictionary<string, float[][]> Run(float[][] rows)
    {
        var input = new DenseTensor<float>(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run([NamedOnnxValue.CreateFromTensor(Inputs[0], input)]);
        return results.ToDictionary(result => result.Name, result => Numbers(result).Chunk(Numbers(result).Length / rows.Length).ToArray());
    }

    public void Dispose() => _session.Dispose();

    private static float[] Numbers(DisposableNamedOnnxValue result) => result.Value switch
    {
        Tensor<float> singles => [.. singles],
        Tensor<bool> flags => [.. flags.Select(flag => flag ? 1f : 0)],
        Tensor<uint> keys => [.. keys.Select(key => (float)key)],
        _ => throw new InvalidOperationException($"The output {result.Name} is a {result.Value.GetType()}."),
    };
}
