using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The score is the distance from the nearest class, min over k of D_k.</summary>
internal sealed class McddBlock(BaselineParts parts) : CentresBlock(parts)
{
    private readonly float[] _precisions = parts.Vector("precisions");
    private readonly float[] _offsets = parts.Vector("offsets");

    protected override float Score(int centre, float squaredDistance) => (squaredDistance * _precisions[centre]) + _offsets[centre];
}
