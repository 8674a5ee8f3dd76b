namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How <see cref="PrototypeTransformer{TModel}.Calibrate"/> turns scores into probabilities.</summary>
public enum CalibrationMethod
{
    /// <summary>
    /// A sigmoid of the score with two parameters, by maximum likelihood (Platt 1999, with the targets that keep it from overfitting).
    /// The right choice for few labelled anomalies.
    /// </summary>
    Platt,

    /// <summary>
    /// The rising curve that fits best, by pooling adjacent violators, linear between its steps (Zadrozny and Elkan 2002). It takes any
    /// shape, and needs some hundred labelled rows of each kind.
    /// </summary>
    Isotonic,

    /// <summary>
    /// How a <see cref="PrototypeEnsembleTrainer"/> calibrates its detectors itself: a sigmoid of the score's logit that was fitted to other data
    /// sets, none of them in the tables of the documentation. It can't be asked for.
    /// </summary>
    OutOfBag,
}
