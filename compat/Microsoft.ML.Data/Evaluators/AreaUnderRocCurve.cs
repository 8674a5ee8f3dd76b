using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The probability that a positive example scores above a negative one, counting ties one half.</summary>
internal static class AreaUnderRocCurve
{
    public static double Compute(IReadOnlyCollection<float> positive, IReadOnlyCollection<float> negative)
    {
        Contracts.CheckParam(positive.Count > 0, "PosSample", "AUC is not defined when there is no positive class in the data");
        Contracts.CheckParam(negative.Count > 0, "NegSample", "AUC is not defined when there is no negative class in the data");

        // Both lists ascend, so the negatives below and up to a positive score only ever grow.
        float[] sorted = negative.Order().ToArray();
        int below = 0, upTo = 0;
        double wins = 0;
        foreach (float score in positive.Order())
        {
            while (below < sorted.Length && sorted[below] < score)
                below++;
            while (upTo < sorted.Length && sorted[upTo] <= score)
                upTo++;
            wins += below + 0.5 * (upTo - below);
        }
        return wins / ((double)positive.Count * negative.Count);
    }
}
