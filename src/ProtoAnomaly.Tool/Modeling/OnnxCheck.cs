using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>What ONNX Runtime makes of rows by an exported model, beside what the model itself does.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="LargestDifference">The largest difference of two scores, as a share of the model's own, or of 1 where that is less than 1.</param>
/// <param name="DifferentVerdicts">In how many rows one says that it is an anomaly and the other that it is none.</param>
internal sealed record OnnxCheck(int Rows, double LargestDifference, int DifferentVerdicts)
{
    // Single precision, added up in another order; a row at the very edge of a tree's split may fall to the other side.
    private const double LargestUsualDifference = 1e-4;

    public bool IsGood => LargestDifference <= LargestUsualDifference;

    /// <param name="model">The model.</param>
    /// <param name="onnx">The file that it was exported to.</param>
    /// <param name="rows">Rows of its table.</param>
    /// <exception cref="ToolException">There is no ONNX Runtime for this system, or it refuses the model.</exception>
    public static OnnxCheck Run(ModelFile model, string onnx, FeatureTable rows)
    {
        IDataView scored = model.Pipeline.Transform(rows.ToDataView());
        float[] expected = [.. scored.GetColumn<float>("Score")];
        bool[] verdicts = [.. scored.GetColumn<bool>("PredictedLabel")];
        (float[] scores, bool[] labels) = Score(onnx, rows);
        double largest = 0;
        for (int row = 0; row < expected.Length; row++)
        {
            if (float.IsNaN(expected[row]) && float.IsNaN(scores[row]))
                continue;
            double difference = Math.Abs((double)expected[row] - scores[row]) / Math.Max(1, Math.Abs(expected[row]));
            largest = Math.Max(largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }
        return new OnnxCheck(expected.Length, largest, verdicts.Where((verdict, row) => verdict != labels[row]).Count());
    }

    private static (float[] Scores, bool[] Labels) Score(string onnx, FeatureTable rows)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            using var session = new InferenceSession(onnx, options);
            NamedOnnxValue[] inputs =
                [.. rows.Features.Select((feature, i) => rows.Numbers(i) is { } numbers ? Column(feature.Name, numbers) : Column(feature.Name, rows.Texts(i)!))];
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs, ["Score.output", "PredictedLabel.output"]);
            return ([.. results[0].AsEnumerable<float>()], [.. results[1].AsEnumerable<bool>()]);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException)
        {
            throw new ToolException("The check needs ONNX Runtime, which this package of the tool doesn't bring for this system. Without --check the model is exported all the same.", e);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ToolException($"ONNX Runtime refuses the exported model: {Wording.OneLine(e.Message)}", e);
        }
    }

    private static NamedOnnxValue Column<T>(string name, IReadOnlyList<T> values) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values.ToArray(), [values.Count, 1]));
}
