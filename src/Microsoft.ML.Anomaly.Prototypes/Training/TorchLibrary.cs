using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// The native libtorch, which comes with a package that the application chooses. One that has chosen none, which is all right for
/// scoring, learns here what to do, and not from the loader's error somewhere within the training.
/// </summary>
internal static class TorchLibrary
{
    /// <exception cref="InvalidOperationException">libtorch can't be loaded.</exception>
    public static void Require() => Require(() => torch.zeros(1).Dispose());

    /// <param name="makeTensor">Makes a tensor, which loads libtorch if nothing has before.</param>
    internal static void Require(Action makeTensor)
    {
        try
        {
            makeTensor();
        }
        // TorchSharp finds no library for this system; the system's loader doesn't; or what it finds is for another one or another version.
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new InvalidOperationException(
                "libtorch can't be loaded, and training needs it (scoring doesn't). Add one of the packages TorchSharp-cpu, TorchSharp-cuda-windows and "
                + $"TorchSharp-cuda-linux to the application, in the same version as TorchSharp. The reason given: {e.GetBaseException().Message}",
                e);
        }
    }
}
