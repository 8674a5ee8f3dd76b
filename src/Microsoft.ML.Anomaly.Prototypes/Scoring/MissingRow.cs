namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>A row that cannot be scored, since one of its features is missing or infinite: none of its values is a number.</summary>
internal sealed class MissingRow : ScoredRow
{
    public static MissingRow Instance { get; } = new();

    public override float Score => float.NaN;

    public override float Scalar(PrototypeColumns column) => float.NaN;

    public override int Key(PrototypeColumns column) => -1;

    public override void WriteVector(PrototypeColumns column, Span<float> destination) => destination.Fill(float.NaN);
}
