using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>What is known of a trained detector.</summary>
/// <param name="Trainer">The trainer it comes from.</param>
/// <param name="Model">What it has learned.</param>
/// <param name="FeatureColumn">The features column it reads.</param>
/// <param name="Threshold">Scores above this are anomalies.</param>
/// <param name="Calibration">How its scores were turned into probabilities; null where they were not.</param>
/// <param name="OutputColumns">The columns it gives beside PredictedLabel and Score.</param>
internal sealed record DetectorFacts(
    TrainerEntry Trainer, PrototypeModel Model, string FeatureColumn, float Threshold, CalibrationMethod? Calibration, PrototypeColumns OutputColumns);
