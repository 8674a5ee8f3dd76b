using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>One call moves all parameters of a group. Arrays of optional tensors are null pointers as a whole.</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_zero_grad(IntPtr* parameters, long count);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_adam(IntPtr* parameters, IntPtr* means, IntPtr* squares, IntPtr* highest, long* steps,
        long count, double rate, double beta1, double beta2, double eps, double decay, [MarshalAs(UnmanagedType.U1)] bool decoupled,
        [MarshalAs(UnmanagedType.U1)] bool maximize);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_sgd(IntPtr* parameters, IntPtr* buffers, long count, double rate, double momentum,
        double dampening, double decay, [MarshalAs(UnmanagedType.U1)] bool nesterov, [MarshalAs(UnmanagedType.U1)] bool maximize);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_rmsprop(IntPtr* parameters, IntPtr* squares, IntPtr* averages, IntPtr* buffers, long* steps,
        long count, double rate, double alpha, double eps, double decay, double momentum, [MarshalAs(UnmanagedType.U1)] bool maximize);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_clip_grad_norm(IntPtr* parameters, long count, double maxNorm, double normType, out double norm);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_clip_grad_value(IntPtr* parameters, long count, double limit);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_parameters_to_vector(IntPtr* parameters, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_optim_vector_to_parameters(torch.Tensor vector, IntPtr* parameters, long count);
}
