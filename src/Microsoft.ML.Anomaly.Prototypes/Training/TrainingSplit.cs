using Microsoft.ML.Anomaly.Prototypes.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Which rows each part of a weakly supervised training learns from, and which ones it is validated with.</summary>
/// <param name="Pretraining">Unlabelled or normal rows for what needs no labels.</param>
/// <param name="Unlabelled">Unlabelled rows of the training proper, and those that stand for normal rows in its validation.</param>
/// <param name="Anomalies">Labelled anomalies of the training proper and of its validation; without the latter, nothing validates it.</param>
internal sealed record TrainingSplit(HoldOut Pretraining, HoldOut Unlabelled, HoldOut Anomalies)
{
    private const double UnlabelledShare = 0.1;
    private const double AnomalyShare = 0.2;
    private const int MaximumHeldOut = 5000;

    /// <summary>Whether anomalies are there to choose the epoch by.</summary>
    public bool ValidatesOnAnomalies => Anomalies.Validation.Count > 0;

    /// <summary>
    /// Takes the caller's validation rows where there are some. Otherwise a tenth of the unlabelled rows is held out, and a fifth of the
    /// labelled anomalies if there are enough of them; with fewer, the training proper learns from all rows.
    /// </summary>
    /// <param name="rows">The data.</param>
    /// <param name="minimumAnomalies">From this many labelled anomalies on, some are held out.</param>
    /// <param name="random">The only source of randomness.</param>
    public static TrainingSplit Create(TrainingRows rows, int minimumAnomalies, Random random)
    {
        if (rows.ValidationNormals.Length > 0)
        {
            var given = new HoldOut(rows.Unlabelled, rows.ValidationNormals);
            return new TrainingSplit(given, given, new HoldOut(rows.Anomalies, rows.ValidationAnomalies));
        }
        HoldOut unlabelled = HoldOut.Split(rows.Unlabelled, UnlabelledShare, MaximumHeldOut, random);
        return rows.Anomalies.Length >= minimumAnomalies
            ? new TrainingSplit(unlabelled, unlabelled, HoldOut.Split(rows.Anomalies, AnomalyShare, MaximumHeldOut, random))
            : new TrainingSplit(unlabelled, HoldOut.None(rows.Unlabelled), HoldOut.None(rows.Anomalies));
    }
}
