namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>What the parts of a training's phases are called.</summary>
internal static class ProgressWording
{
    private const string Folds = "Folds", Networks = "Networks";

    /// <summary>What a phase counts: epochs, unless it trains parts beside each other, or steps of one.</summary>
    public static string Unit(string phase) => Kind(phase) switch
    {
        Folds => "fold",
        Networks => "step",
        _ => "epoch",
    };

    /// <summary>Whether each of the phase's parts goes on where the one before ended.</summary>
    public static bool IsSequence(string phase) => Kind(phase) != Folds;

    // Later rounds say so behind a comma.
    private static string Kind(string phase) => phase.Split(',')[0];
}
