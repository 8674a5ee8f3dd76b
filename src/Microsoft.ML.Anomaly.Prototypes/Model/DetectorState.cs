using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Calibration;

namespace Microsoft.ML.Anomaly.Prototypes.Model;

/// <summary>What a detector has beside its model. It is saved among the model's settings and tensors, under one checksum with them.</summary>
/// <param name="FeatureColumnName">The features column.</param>
/// <param name="Threshold">A row whose score is above this counts as an anomaly.</param>
/// <param name="OutputColumns">The columns that follow the first ones.</param>
/// <param name="Calibration">From scores to probabilities; null where nobody has calibrated the detector.</param>
internal sealed record DetectorState(string FeatureColumnName, float Threshold, PrototypeColumns OutputColumns, ScoreCalibration? Calibration = null)
{
    private const string Section = "detector";
    private const string ThresholdTensor = "detector.threshold";
    private const string CalibrationPrefix = "detector.calibration.";

    /// <summary>The model's payload with this state in it.</summary>
    public ModelPayload AddTo(ModelPayload payload)
    {
        var settings = new JsonObject { ["featureColumn"] = FeatureColumnName, ["outputColumns"] = (int)OutputColumns };
        if (Calibration is { } calibration)
            settings["calibration"] = calibration.Method.ToString();
        payload.Settings[Section] = settings;
        return payload with
        {
            Tensors = [.. payload.Tensors, new PayloadTensor(ThresholdTensor, [1], [Threshold]), .. Calibration?.ToTensors(CalibrationPrefix) ?? []],
        };
    }

    /// <exception cref="FormatException">The state is missing, or makes no sense.</exception>
    public static DetectorState FromPayload(ModelPayload payload)
    {
        PayloadSettings settings = new PayloadSettings(payload.Settings).Section(Section);
        ScoreCalibration? calibration = settings.TextOrNone("calibration") is { } method
            ? ScoreCalibration.FromPayload(method, payload, CalibrationPrefix)
            : null;
        return new DetectorState(settings.Text("featureColumn"), payload.Tensor(ThresholdTensor, 1)[0], (PrototypeColumns)settings.Flags("outputColumns"), calibration);
    }

    /// <exception cref="FormatException">The state does not fit the model.</exception>
    public DetectorState Checked(PrototypeModel model) =>
        FeatureColumnName.Length > 0 && float.IsFinite(Threshold) && (OutputColumns & ~model.AvailableColumns) == 0
            ? this
            : throw new FormatException("The model is damaged: its threshold or its output columns make no sense.");
}
