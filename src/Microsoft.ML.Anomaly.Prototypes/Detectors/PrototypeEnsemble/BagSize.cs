namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How many of a fold's unlabelled rows a bag of trees or a network sees.</summary>
internal static class BagSize
{
    /// <summary>max(3 a, 60) rows for a labelled anomalies, but no more than 70 % of the fold; all of them without bagging.</summary>
    public static int Of(PrototypeEnsembleTrainer.Options options, int foldRows, int anomalies)
    {
        if (!options.Bagging)
            return foldRows;
        double wanted = Math.Max(options.MinimumDraw, options.DrawRatio * anomalies);
        return Math.Max(1, (int)Math.Min(wanted, options.MaximumDrawShare * foldRows));
    }
}
