using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Finds the native library, on the first call into it and not before.</summary>
internal static unsafe class LibraryLoader
{
    internal static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        UseOneBlasThread();
        var file = Path.Combine(Path.GetDirectoryName(assembly.Location) ?? AppContext.BaseDirectory,
            "lib" + name + ".so");
        if (!File.Exists(file))
            throw new DllNotFoundException(
                $"{file} is missing: run ./build.sh setup, which installs libtorch and compiles this library.");
        return NativeLibrary.Load(file);
    }

    /// <summary>
    /// OpenBLAS has threads of its own, which torch.set_num_threads does not reach; both kinds together make
    /// a training step ten times slower. The reference BLAS has neither threads nor this function.
    /// </summary>
    private static void UseOneBlasThread()
    {
        if (NativeLibrary.TryLoad("libblas.so.3", out var blas)
            && NativeLibrary.TryGetExport(blas, "openblas_set_num_threads", out var setThreads))
            ((delegate* unmanaged<int, void>)setThreads)(1);
    }
}
