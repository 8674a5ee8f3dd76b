namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>
            /// Scales all gradients so that their norm, as of one vector, is at most <paramref name="max_norm"/>;
            /// gives the norm before.
            /// </summary>
            public static unsafe double clip_grad_norm_(IEnumerable<Modules.Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                var list = tensors.ToArray();
                fixed (IntPtr* handles = Native.Handles(list))
                {
                    Native.Check(Native.tc_optim_clip_grad_norm(handles, list.Length, max_norm, norm_type, out double norm));
                    GC.KeepAlive(list);
                    return norm;
                }
            }

            /// <summary>Clips each gradient element to [-clip_value, clip_value].</summary>
            public static unsafe void clip_grad_value_(IEnumerable<Modules.Parameter> tensors, double clip_value)
            {
                var list = tensors.ToArray();
                fixed (IntPtr* handles = Native.Handles(list))
                    Native.Check(Native.tc_optim_clip_grad_value(handles, list.Length, clip_value));
                GC.KeepAlive(list);
            }

            public static unsafe Tensor parameters_to_vector(IEnumerable<Modules.Parameter> tensors)
            {
                var list = tensors.ToArray();
                fixed (IntPtr* handles = Native.Handles(list))
                {
                    Native.Check(Native.tc_optim_parameters_to_vector(handles, list.Length, out var result));
                    GC.KeepAlive(list);
                    return Native.Wrap(result);
                }
            }

            public static unsafe void vector_to_parameters(Tensor vec, IEnumerable<Modules.Parameter> tensors)
            {
                var list = tensors.ToArray();
                fixed (IntPtr* handles = Native.Handles(list))
                    Native.Check(Native.tc_optim_vector_to_parameters(vec, handles, list.Length));
                GC.KeepAlive(list);
            }
        }
    }
}
