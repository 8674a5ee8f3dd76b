using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class PrototypeTransformer<TModel>
{
    /// <summary>
    /// Writes the detector alone as an ONNX model, for any runtime that there is: features in, PredictedLabel, Score and the detector's other
    /// columns out. FeatureContributions have no ONNX form and are left out, with a line in the log. What comes before the detector in a
    /// pipeline is not in the model; <c>mlContext.Model.ConvertToOnnx</c> of the package Microsoft.ML.OnnxConverter exports a whole pipeline.
    /// </summary>
    /// <param name="stream">Takes the model. It stays open.</param>
    /// <param name="opsetVersion">The version of ONNX's operators, from 9 to 12.</param>
    /// <param name="featureNames">
    /// A name for each feature, which the model's metadata then holds beside detector, version, threshold and features column; null for none.
    /// </param>
    /// <remarks>
    /// The input has the features column's name and the shape [rows, features], each output that of its column and [rows, 1] or [rows, size].
    /// Numbers are Single, PredictedLabel is Boolean, keys are UInt32 and count from 1. A row with a missing or infinite feature gets a Score of
    /// NaN, a PredictedLabel of false, and keys of 0.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="opsetVersion"/> is out of its range.</exception>
    /// <exception cref="ArgumentException">There are more or fewer <paramref name="featureNames"/> than features.</exception>
    /// <exception cref="NotSupportedException">The detector has no ONNX form.</exception>
    public void SaveAsOnnx(Stream stream, int opsetVersion = OnnxFile.NewestOpset, IReadOnlyList<string>? featureNames = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (opsetVersion is < OnnxFile.OldestOpset or > OnnxFile.NewestOpset)
            throw new ArgumentOutOfRangeException(nameof(opsetVersion), opsetVersion, $"The opset must be from {OnnxFile.OldestOpset} to {OnnxFile.NewestOpset}.");
        if (featureNames is not null && featureNames.Count != Model.NumberOfFeatures)
            throw new ArgumentException($"There are {featureNames.Count} names for {Model.NumberOfFeatures} features.", nameof(featureNames));

        var graph = new OnnxGraph();
        // A features column may be called like one of the outputs, which takes its place in a data view; a graph needs two names.
        string input = DetectorGraph.IsOutput(FeatureColumnName) ? FeatureColumnName + ".input" : FeatureColumnName;
        OnnxValue features = graph.Input(input);
        IReadOnlyList<OnnxOutput> outputs = DetectorGraph.Build(features, Model, _state);
        DetectorGraph.ReportMissingForms(_environment, _state, "The model has no such output.");
        OnnxFile.Write(graph, new OnnxOutput(input, features, OnnxElement.Single, Model.NumberOfFeatures), outputs, Metadata(featureNames), opsetVersion, stream);
    }

    private List<KeyValuePair<string, string>> Metadata(IReadOnlyList<string>? featureNames)
    {
        List<KeyValuePair<string, string>> metadata =
        [
            new("detector", Model.ToPayload().Kind),
            new("version", typeof(PrototypeModel).Assembly.GetName().Version!.ToString(3)),
            new("threshold", Threshold.ToString("R", CultureInfo.InvariantCulture)),
            new("featureColumn", FeatureColumnName),
        ];
        if (featureNames is not null)
            metadata.Add(new("features", System.Text.Json.JsonSerializer.Serialize(featureNames)));
        return metadata;
    }
}
