namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What each pixel adds to the score of an image: what the score loses when a square of pixels is painted over with the background, shared out among
/// the pixels of the square, on average over the squares that hold the pixel.
/// </summary>
/// <remarks>Squares grow with the image, so that an image costs some 200 scorings whatever its size.</remarks>
internal sealed class OcclusionContributions : IScoreContributions
{
    // An image is so many squares high and wide, without those that overlap.
    private const int SquaresAlongSide = 7;

    private readonly ImageShape _shape;
    private readonly float[] _background;
    private readonly float[] _painted;
    private readonly float[] _sums;
    private readonly int[] _covers;
    private readonly int _side;

    /// <param name="shape">The images.</param>
    /// <param name="background">The background of each channel.</param>
    public OcclusionContributions(ImageShape shape, float[] background)
    {
        (_shape, _background) = (shape, background);
        _painted = new float[shape.Size];
        _sums = new float[shape.Height * shape.Width];
        _covers = new int[_sums.Length];
        int shorter = Math.Min(shape.Height, shape.Width), longer = Math.Max(shape.Height, shape.Width);
        _side = Math.Clamp((longer + SquaresAlongSide - 1) / SquaresAlongSide, 2, shorter);
    }

    public void Write(ReadOnlySpan<float> features, float score, ReadOnlySpan<float> embedded, IScoreContributions.Judge judge, Span<float> contributions)
    {
        _sums.AsSpan().Clear();
        _covers.AsSpan().Clear();
        foreach (int top in Places(_shape.Height))
        {
            foreach (int left in Places(_shape.Width))
            {
                features.CopyTo(_painted);
                Paint(top, left);
                Add(top, left, (score - judge(_painted)) / (_side * _side * _shape.Channels));
            }
        }
        for (int i = 0; i < contributions.Length; i++)
        {
            int pixel = i % _sums.Length;
            contributions[i] = _sums[pixel] / _covers[pixel];
        }
    }

    // Where squares begin along a side: every half of their own, and so that the last one ends with the image.
    private IEnumerable<int> Places(int length)
    {
        int last = length - _side, step = Math.Max(1, _side / 2);
        for (int place = 0; place < last; place += step)
            yield return place;
        yield return last;
    }

    private void Paint(int top, int left)
    {
        for (int channel = 0; channel < _shape.Channels; channel++)
        {
            for (int y = top; y < top + _side; y++)
                _painted.AsSpan((((channel * _shape.Height) + y) * _shape.Width) + left, _side).Fill(_background[channel]);
        }
    }

    private void Add(int top, int left, float loss)
    {
        for (int y = top; y < top + _side; y++)
        {
            for (int x = left; x < left + _side; x++)
            {
                _sums[(y * _shape.Width) + x] += loss;
                _covers[(y * _shape.Width) + x]++;
            }
        }
    }
}
