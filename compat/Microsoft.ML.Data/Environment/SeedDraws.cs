namespace Microsoft.ML.Runtime;

internal static class SeedDraws
{
    /// <summary>
    /// Draws as many seeds as the hosts take that the original registers here and these stand-ins can do without:
    /// the seed of a trainer depends on how many hosts there were before its own.
    /// </summary>
    public static void SkipSeeds(this IHostEnvironment env, int count)
    {
        for (int i = 0; i < count; i++)
            env.Register("Skipped");
    }
}
