namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>A row and its reconstruction: |x|², |x̂|², |x - x̂|² and x·x̂, from which <see cref="WvadEvidence"/> follows.</summary>
internal readonly record struct ReconstructionGeometry(float Input, float Reconstruction, float Residual, float Product)
{
    public float ReconstructionError => MathF.Min(MathF.Sqrt(Residual) / Norm(Input), WvadEvidence.LargestReconstructionError);

    public float CosineSimilarity => Product / (Norm(Input) * Norm(Reconstruction));

    public static ReconstructionGeometry Of(ReadOnlySpan<float> x, ReadOnlySpan<float> reconstruction)
    {
        float input = 0, reconstructed = 0, residual = 0, product = 0;
        for (int d = 0; d < x.Length; d++)
        {
            input += x[d] * x[d];
            reconstructed += reconstruction[d] * reconstruction[d];
            residual += (x[d] - reconstruction[d]) * (x[d] - reconstruction[d]);
            product += x[d] * reconstruction[d];
        }
        return new(input, reconstructed, residual, product);
    }

    private static float Norm(float square) => MathF.Max(MathF.Sqrt(square), WvadEvidence.SmallestNorm);
}
