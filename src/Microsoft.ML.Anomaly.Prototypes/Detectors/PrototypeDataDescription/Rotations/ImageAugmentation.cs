using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Turns images by quarters, and varies them by what does not change their class: small rotations, scales, shears and shifts, contrast and
/// noise. All of it is drawn and computed on the device. Beyond their edges images are 0, which the scaling makes their background.
/// </summary>
internal sealed class ImageAugmentation : IDisposable
{
    private const float LargestAngle = 12 * MathF.PI / 180, Scale = 0.12f, SecondScale = 0.06f, Shear = 0.1f, Contrast = 0.3f, Noise = 0.1f;

    // Of a side: three of 28 pixels. The grid that pixels are taken by is two long.
    private const float Shift = 2 * 3 / 28f;
    private const int Numbers = 7;

    private readonly ImageShape _shape;
    private readonly float _strength;
    private readonly DeviceNoise _noise;

    /// <param name="shape">The images.</param>
    /// <param name="strength">How much of all variations there is; 0 leaves only the quarter turns.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="device">Where the images are.</param>
    public ImageAugmentation(ImageShape shape, float strength, Random random, Device device) =>
        (_shape, _strength, _noise) = (shape, strength, new DeviceNoise(random, device));

    /// <summary>How many quarters each image is turned by: none for half of them, else one, two or three.</summary>
    /// <param name="rows">The number of images.</param>
    /// <returns>Numbers from 0 to 3, of type float, [rows]</returns>
    public Tensor Turns(long rows) => _noise.NextUniform(rows, 1).squeeze(1).Times(6).Plus(-2).AtLeast(0).floor();

    /// <param name="images">[n, pixels]</param>
    /// <param name="turns">How many quarters each is turned by, [n].</param>
    /// <returns>[n, channels, height, width]</returns>
    public Tensor Apply(Tensor images, Tensor turns)
    {
        long n = images.shape[0];
        Tensor u = _noise.NextUniform(n, Numbers).Times(2).Plus(-1).Times(_strength);
        Tensor grid = F.affine_grid(Map(u, turns), [n, _shape.Channels, _shape.Height, _shape.Width], align_corners: false);
        Tensor moved = F.grid_sample(
            images.reshape(n, _shape.Channels, _shape.Height, _shape.Width), grid, mode: GridSampleMode.Bilinear, padding_mode: GridSamplePaddingMode.Zeros,
            align_corners: false);
        Tensor contrast = u.select(1, 6).Times(Contrast).Plus(1).reshape(n, 1, 1, 1);
        return (moved * contrast).PlusInPlace(_noise.Next(n, _shape.Size).reshape(moved.shape), Noise * _strength);
    }

    public void Dispose() => _noise.Dispose();

    // Where each pixel comes from: T (R S D x + t), with R a small rotation, S a shear, D scales, t a shift, T the quarter turns. Both axes go
    // from -1 to 1, so that the former three, which are meant in pixels, depend on the ratio of the sides.
    private Tensor Map(Tensor u, Tensor turns)
    {
        Tensor angle = u.select(1, 0).Times(LargestAngle), cosine = angle.cos(), sine = angle.sin();
        Tensor shear = u.select(1, 3).Times(Shear);
        Tensor scaleX = u.select(1, 1).Times(Scale).Plus(1), scaleY = scaleX * u.select(1, 2).Times(SecondScale).Plus(1);
        float ratio = (float)_shape.Height / _shape.Width;
        Tensor xx = cosine * scaleX, xy = ((cosine * shear) - sine) * scaleY.Times(ratio);
        Tensor yx = sine * scaleX.Times(1 / ratio), yy = (sine * shear).Plus(cosine) * scaleY;
        Tensor shiftX = u.select(1, 4).Times(Shift), shiftY = u.select(1, 5).Times(Shift);
        Tensor quarter = turns.Times(MathF.PI / 2), c = quarter.cos(), s = quarter.sin();
        Tensor first = stack([(c * xx) - (s * yx), (c * xy) - (s * yy), (c * shiftX) - (s * shiftY)], 1);
        Tensor second = stack([(s * xx).Plus(c * yx), (s * xy).Plus(c * yy), (s * shiftX).Plus(c * shiftY)], 1);
        return stack([first, second], 1);
    }
}
