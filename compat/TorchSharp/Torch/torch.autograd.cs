using System;
using System.Collections.Generic;

namespace TorchSharp;

public static partial class torch
{
    public static class autograd
    {
        /// <summary>The gradients of the outputs' sum with respect to each input; no tensor's grad changes.</summary>
        /// <remarks>An input that no output depends on, if allowed, has an invalid tensor.</remarks>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var from = Native.Handles(outputs);
            var to = Native.Handles(inputs);
            var weights = Native.Handles(grad_outputs);
            var error = Native.tc_autograd_grad(from, from.Length, to, to.Length, weights, weights.Length,
                retain_graph, create_graph, allow_unused, out var list, out var count);
            var result = Native.WrapList(error, list, count);
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return result;
        }

        /// <summary>Adds the gradients of the tensors' sum to the grad of every leaf, or of the inputs only.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor> inputs = null)
        {
            var from = Native.Handles(tensors);
            var weights = Native.Handles(grad_tensors);
            var to = Native.Handles(inputs);
            Native.Check(Native.tc_backward(from, from.Length, weights, weights.Length,
                retain_graph ?? create_graph, create_graph, to, to.Length));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor> inputs = null) =>
            backward(new[] { tensor }, grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor> inputs = null) =>
            backward(new[] { tensor }, new[] { grad_tensor }, retain_graph, create_graph, inputs);
    }
}
