using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Turns what the caller asked for into a torch device that is there.</summary>
internal static class DeviceSelector
{
    /// <exception cref="InvalidOperationException">A CUDA device was asked for that is not there.</exception>
    public static torch.Device Select(TrainingDevice wanted, IHostEnvironment environment)
    {
        if (wanted.IsCuda)
            return Cuda(wanted.Index, "Options.Device");
        if (!wanted.IsAuto)
            return torch.CPU;

        var settings = environment as IHostEnvironmentInternal;
        if (settings?.GpuDeviceId is { } gpu)
        {
            if (CudaDevices() > gpu || !settings.FallbackToCpu)
                return Cuda(gpu, "MLContext.GpuDeviceId");
            return torch.CPU;
        }
        return CudaDevices() > 0 ? torch.device(DeviceType.CUDA, 0) : torch.CPU;
    }

    private static int CudaDevices() => torch.cuda.is_available() ? torch.cuda.device_count() : 0;

    private static torch.Device Cuda(int index, string askedBy)
    {
        int found = CudaDevices();
        return index < found
            ? torch.device(DeviceType.CUDA, index)
            : throw new InvalidOperationException(
                $"{askedBy} asks for CUDA device {index}, but torch finds {found} of them. Install an NVIDIA driver and reference the package "
                + "TorchSharp-cuda-windows or TorchSharp-cuda-linux instead of TorchSharp-cpu, or use TrainingDevice.Cpu.");
    }
}
