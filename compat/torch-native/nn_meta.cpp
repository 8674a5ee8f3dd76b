// Shapes of convolutions without data. Their entry exists for every device, only to say that it is not
// implemented, so that the general fallback of meta.cpp never gets to see them.
#include "common.h"

#include <torch/library.h>

namespace {

using at::IntArrayRef;
using at::Tensor;

Tensor convolution(const Tensor& input, const Tensor& weight, const c10::optional<Tensor>&, IntArrayRef stride,
                   IntArrayRef padding, IntArrayRef dilation, bool transposed, IntArrayRef output_padding,
                   int64_t groups) {
  std::vector<int64_t> shape{input.size(0), transposed ? weight.size(1) * groups : weight.size(0)};
  for (int64_t d = 0; d < input.dim() - 2; d++) {
    int64_t size = input.size(d + 2), reach = dilation[d] * (weight.size(d + 2) - 1);
    shape.push_back(transposed ? (size - 1) * stride[d] - 2 * padding[d] + reach + output_padding[d] + 1
                               : (size + 2 * padding[d] - reach - 1) / stride[d] + 1);
  }
  return at::empty(shape, input.options());
}

std::tuple<Tensor, Tensor, Tensor> convolution_backward(const Tensor& gradient, const Tensor& input,
                                                        const Tensor& weight, IntArrayRef, IntArrayRef, IntArrayRef,
                                                        bool, IntArrayRef, int64_t, std::array<bool, 3> wanted) {
  return {wanted[0] ? at::empty_like(input) : Tensor(), wanted[1] ? at::empty_like(weight) : Tensor(),
          wanted[2] ? at::empty({gradient.size(1)}, gradient.options()) : Tensor()};
}

}  // namespace

TORCH_LIBRARY_IMPL(aten, Meta, library) {
  library.impl("convolution_overrideable", convolution);
  library.impl("convolution_backward_overrideable", convolution_backward);
}
