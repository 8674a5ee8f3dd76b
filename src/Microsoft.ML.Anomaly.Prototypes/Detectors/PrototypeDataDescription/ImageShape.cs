namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The shape of images in a features column: all pixels of the first channel row by row, then those of the next one.</summary>
/// <param name="Channels">1 for grey images, 3 for colour.</param>
/// <param name="Height">The number of rows of pixels.</param>
/// <param name="Width">The number of pixels in a row.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>The number of slots of the features column.</summary>
    public int Size => Channels * Height * Width;

    /// <summary>Such as "1x28x28".</summary>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
