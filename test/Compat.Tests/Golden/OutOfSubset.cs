namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>Golden cases that the stand-ins below compat/ leave out on purpose. Such a case is reported as skipped, with its reason.</summary>
internal static class OutOfSubset
{
    /// <summary>Reasons by "section: case".</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>();

    public static void SkipIfListed(string section, string @case)
    {
        if (Reasons.TryGetValue($"{section}: {@case}", out string? reason))
            Assert.Inconclusive($"{section}: {@case} is out of the subset: {reason}");
    }
}
