using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>No gradients are recorded until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled()
    {
        Native.Check(Native.tc_grad_mode(out var enabled));
        return enabled;
    }

    /// <summary>No gradients, no version counters: faster, but the tensors can't be used in training later.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled()
    {
        Native.Check(Native.tc_inference_mode(out var enabled));
        return enabled;
    }

    public static int get_num_threads()
    {
        Native.Check(Native.tc_num_threads(out var count));
        return count;
    }

    public static void set_num_threads(int num) => Native.Check(Native.tc_set_num_threads(num));

    /// <summary>Puts the previous mode back on disposal; on the same thread, as modes belong to threads.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool _previous;
        private bool _disposed;

        internal GradMode(bool enabled)
        {
            _previous = is_grad_enabled();
            Native.Check(Native.tc_set_grad_mode(enabled));
        }

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Native.Check(Native.tc_set_grad_mode(_previous));
        }
    }

    private sealed class InferenceMode : IDisposable
    {
        private IntPtr _guard;

        internal InferenceMode(bool enabled) => Native.Check(Native.tc_inference_mode_enter(enabled, out _guard));

        public void Dispose()
        {
            if (_guard == IntPtr.Zero)
                return;
            Native.Check(Native.tc_inference_mode_leave(_guard));
            _guard = IntPtr.Zero;
        }
    }

    public static class cuda
    {
        public static bool is_available() => false;

        public static bool is_cudnn_available() => false;

        public static int device_count() => 0;

        /// <summary>Takes effect on the devices there are, that is on none here.</summary>
        public static void manual_seed(long seed)
        {
        }

        public static void manual_seed_all(long seed)
        {
        }
    }

    public static bool cuda_is_available() => false;
}
