using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The score is min over k of |phi(x) - c_k|² - R_k².</summary>
internal sealed class SphereDistanceBlock(BaselineParts parts) : CentresBlock(parts)
{
    private readonly float[] _squaredRadii = parts.Vector("squaredRadii");

    protected override float Score(int centre, float squaredDistance) => squaredDistance - _squaredRadii[centre];
}
