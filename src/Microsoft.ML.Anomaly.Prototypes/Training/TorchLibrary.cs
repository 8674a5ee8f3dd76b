using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// The native libtorch, which comes with a package that the application chooses. One that has chosen none, which is all right for
/// scoring, learns here what to do, and not from an error somewhere within the training.
/// </summary>
internal static class TorchLibrary
{
    private static volatile bool s_isLoaded;

    /// <exception cref="InvalidOperationException">libtorch can't be loaded; the message has the reason and what to do.</exception>
    public static void Require()
    {
        if (s_isLoaded)
            return;
        // Before TorchSharp is asked: a library of another version may load and end the process later on, and where the loader refuses one,
        // TorchSharp copies hundreds of megabytes from the packages folder and then says that a package is missing.
        if ((TorchLibraryProblem.OtherVersion() ?? (OperatingSystem.IsLinux() ? TorchLibraryProblem.OldLibstdcxx(LoaderMessage()) : null)) is { } reason)
            throw Failure($"{TorchLibraryProblem.MissingPackage()} {reason}");
        Require(() => torch.zeros(1, device: torch.CPU).Dispose());
        s_isLoaded = true;
    }

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
            string loaderMessage = LoaderMessage() is { Length: > 0 } message ? message : e.GetBaseException().Message;
            throw Failure(TorchLibraryProblem.MissingPackage() ?? TorchLibraryProblem.OldLibstdcxx(loaderMessage) ?? $"The loader says: {loaderMessage}", e);
        }
    }

    private static InvalidOperationException Failure(string reason, Exception? inner = null) =>
        new($"libtorch can't be loaded, and training needs it (scoring doesn't). {reason.TrimStart()}", inner);

    // What the system's loader has to say about TorchSharp's native library; nothing where it loads.
    private static string LoaderMessage()
    {
        try
        {
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
            return "";
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message;
        }
    }
}
