using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx;

/// <summary>A column of a detector, or its input.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Value">What holds its values, [n, <paramref name="Width"/>].</param>
/// <param name="Element">The type of an element.</param>
/// <param name="Width">The number of values of a row.</param>
internal sealed record OnnxOutput(string Column, OnnxValue Value, OnnxElement Element, int Width);

/// <summary>What a detector's own operations give, for rows whose features are finite.</summary>
/// <param name="Score">[n, 1]</param>
/// <param name="Columns">
/// Those of the detector's other columns that it can compute: numbers as [n, width], keys as whole numbers from 0, [n, 1].
/// </param>
internal sealed record OnnxScores(OnnxValue Score, IReadOnlyDictionary<PrototypeColumns, OnnxValue> Columns);

/// <summary>All columns of a detector as operations: what its model computes, and what is common to all detectors.</summary>
internal static class DetectorGraph
{
    /// <summary>The columns that have no ONNX form.</summary>
    public const PrototypeColumns WithoutForm = PrototypeColumns.FeatureContributions;

    /// <param name="features">The features column, [n, features].</param>
    /// <param name="model">What the detector has learned.</param>
    /// <param name="state">Its threshold, columns and calibration.</param>
    /// <returns>The columns in the order of <see cref="OutputSchema"/>, but for those without an ONNX form.</returns>
    /// <exception cref="NotSupportedException">The detector cannot be exported.</exception>
    public static IReadOnlyList<OnnxOutput> Build(OnnxValue features, PrototypeModel model, DetectorState state)
    {
        OnnxScores scores = model.ToOnnx(model.Guard?.Clip(features) ?? features);
        // x - x is 0 for every finite x, and not a number for the others.
        OnnxValue missing = (features - features).Sum(axis: 1);
        OnnxValue score = (model.Guard?.Lift(scores.Score, features) ?? scores.Score) + missing;
        List<OnnxOutput> outputs =
        [
            new(OutputSchema.PredictedLabel, score.IsAbove(state.Threshold), OnnxElement.Boolean, 1),
            new(OutputSchema.Score, score, OnnxElement.Single, 1),
        ];
        if (state.Calibration is { } calibration)
            outputs.Add(new(OutputSchema.Probability, calibration.ToOnnx(score), OnnxElement.Single, 1));
        foreach (PrototypeColumns column in OutputSchema.Extra(state.OutputColumns & ~WithoutForm))
        {
            OnnxValue value = scores.Columns[column];
            outputs.Add(OutputSchema.KindOf(column) switch
            {
                OutputColumnKind.Scalar => new(column.ToString(), value + missing, OnnxElement.Single, 1),
                OutputColumnKind.Key => new(column.ToString(), Key(value, missing), OnnxElement.UInt32, 1),
                _ => new(column.ToString(), value + missing, OnnxElement.Single, model.SizeOf(column)),
            });
        }
        features.Graph.KeepOnly(outputs.Select(output => output.Value));
        return outputs;
    }

    /// <summary>Says in the log which columns of a detector have no ONNX form.</summary>
    /// <param name="channels">The log.</param>
    /// <param name="state">What columns the detector has.</param>
    /// <param name="consequence">What becomes of them.</param>
    public static void ReportMissingForms(IChannelProvider channels, DetectorState state, string consequence)
    {
        PrototypeColumns columns = state.OutputColumns & WithoutForm;
        if (columns == PrototypeColumns.None)
            return;
        using IChannel channel = channels.Start("ONNX conversion");
        channel.Warning(MessageSensitivity.None, $"The column {columns} has no ONNX form. {consequence}");
    }

    /// <summary>Whether a column of a detector may have the name.</summary>
    public static bool IsOutput(string name) =>
        name is OutputSchema.PredictedLabel or OutputSchema.Score or OutputSchema.Probability || Enum.TryParse<PrototypeColumns>(name, out _);

    // Keys count from 1; 0 is a missing one.
    private static OnnxValue Key(OnnxValue number, OnnxValue missing)
    {
        OnnxGraph graph = number.Graph;
        return missing.IsNotANumber().Choose(graph.Constant([0L], 1), number + graph.Constant([1L], 1)).As(OnnxElement.UInt32);
    }
}
