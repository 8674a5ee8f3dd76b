namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Watches a figure that should fall, remembers its best value, and says when to stop.
/// A value that is not a number counts as no improvement and ends the training.
/// </summary>
/// <param name="patience">Number of consecutive epochs without improvement after which to stop.</param>
/// <param name="minimumImprovement">An epoch has improved when it is better than the best by more than this.</param>
internal sealed class EarlyStopping(int patience, double minimumImprovement)
{
    private int _epochsWithoutImprovement;

    public double Best { get; private set; } = double.PositiveInfinity;

    public bool ShouldStop { get; private set; }

    /// <summary>Takes the figure of one more epoch and says whether it is the best so far.</summary>
    public bool IsImprovement(double value)
    {
        if (double.IsNaN(value))
        {
            ShouldStop = true;
            return false;
        }
        if (value < Best - minimumImprovement || double.IsPositiveInfinity(Best))
        {
            Best = value;
            _epochsWithoutImprovement = 0;
            return true;
        }
        ShouldStop = ++_epochsWithoutImprovement >= patience;
        return false;
    }
}
