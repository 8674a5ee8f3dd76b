using System;
using System.Collections.Generic;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get
            {
                Native.Check(Native.tc_requires_grad(this, out var requires));
                return requires;
            }
            set => Native.Check(Native.tc_set_requires_grad(this, value));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad() => Native.Check(Native.tc_retain_grad(this));

        public bool is_leaf
        {
            get
            {
                Native.Check(Native.tc_is_leaf(this, out var leaf));
                return leaf;
            }
        }

        /// <summary>Null where none has been computed; each call makes a new handle to the same tensor.</summary>
        public Tensor grad
        {
            get
            {
                Native.Check(Native.tc_grad(this, out var result));
                return Native.WrapOptional(result);
            }
            set => Native.Check(Native.tc_set_grad(this, value));
        }

        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor> grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor> inputs = null) =>
            autograd.backward(new[] { this }, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same elements without their history.</summary>
        public Tensor detach() => Native.Wrap(Native.tc_detach(this, out var result), result);

        public Tensor detach_() => InPlace(Native.tc_detach_(this));
    }
}
