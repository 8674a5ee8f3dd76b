namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns.</summary>
    public class Parameter : torch.Tensor
    {
        /// <summary>Takes the tensor over: <paramref name="data"/> is invalid afterwards, and its dispose scope owns this one.</summary>
        public Parameter(torch.Tensor data, bool requires_grad = true)
            : base(Take(data, requires_grad, out var scope), register: false) => scope?.Attach(this);

        private static IntPtr Take(torch.Tensor data, bool requiresGrad, out DisposeScope scope)
        {
            data.requires_grad = requiresGrad;
            scope = data.OwningDisposeScope;
            return data.DecoupleFromNativeHandle();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
