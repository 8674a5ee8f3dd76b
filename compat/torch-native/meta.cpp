// Shapes without data: kernels for the meta device that this version of libtorch has only in Python.
#include "common.h"

#include <ATen/core/Reduction.h>
#include <torch/library.h>

namespace {

using at::IntArrayRef;
using at::Tensor;
using Optional = c10::optional<Tensor>;

Tensor channels(const Tensor& input) { return at::empty({input.size(1)}, input.options()); }

std::tuple<Tensor, Tensor, Tensor> batch_norm(const Tensor& input, const Optional&, const Optional&, const Optional&,
                                              const Optional&, bool, double, double) {
  return {at::empty_like(input), channels(input), channels(input)};
}

std::tuple<Tensor, Tensor, Tensor> batch_norm_backward(const Tensor&, const Tensor& input, const Optional&,
                                                       const Optional&, const Optional&, const Optional&,
                                                       const Optional&, bool, double, std::array<bool, 3> mask) {
  return {mask[0] ? at::empty_like(input) : Tensor(), mask[1] ? channels(input) : Tensor(),
          mask[2] ? channels(input) : Tensor()};
}

std::tuple<Tensor, Tensor, Tensor> layer_norm_backward(const Tensor&, const Tensor& input, IntArrayRef,
                                                       const Tensor&, const Tensor&, const Optional& weight,
                                                       const Optional& bias, std::array<bool, 3> mask) {
  return {mask[0] ? at::empty_like(input) : Tensor(), mask[1] ? at::empty_like(*weight) : Tensor(),
          mask[2] ? at::empty_like(*bias) : Tensor()};
}

Tensor convolution(const Tensor& input, const Tensor& weight, const Optional&, IntArrayRef stride, IntArrayRef padding,
                   IntArrayRef dilation, bool transposed, IntArrayRef output_padding, int64_t groups) {
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
                                                        bool, IntArrayRef, int64_t, std::array<bool, 3> mask) {
  return {mask[0] ? at::empty_like(input) : Tensor(), mask[1] ? at::empty_like(weight) : Tensor(),
          mask[2] ? channels(gradient) : Tensor()};
}

Tensor same_shape(const Tensor& input) { return at::empty_like(input); }

std::tuple<Tensor, Tensor> log_sigmoid(const Tensor& input) { return {at::empty_like(input), at::empty_like(input)}; }

Tensor log_sigmoid_backward(const Tensor&, const Tensor& input, const Tensor&) { return at::empty_like(input); }

Tensor adaptive_avg_pool2d(const Tensor& input, IntArrayRef size) {
  auto shape = input.sizes().vec();
  std::copy(size.begin(), size.end(), shape.end() - 2);
  return at::empty(shape, input.options());
}

Tensor adaptive_avg_pool2d_backward(const Tensor&, const Tensor& input) { return at::empty_like(input); }

Tensor reduced(const Tensor& input, int64_t reduction) {
  return reduction == at::Reduction::None ? at::empty_like(input) : at::empty({}, input.options());
}

Tensor mse_loss_backward(const Tensor&, const Tensor& input, const Tensor&, int64_t) { return at::empty_like(input); }

// Smooth L1 and Huber take the same arguments.
Tensor huber_loss(const Tensor& input, const Tensor&, int64_t reduction, double) { return reduced(input, reduction); }

Tensor huber_loss_backward(const Tensor&, const Tensor& input, const Tensor&, int64_t, double) {
  return at::empty_like(input);
}

Tensor binary_cross_entropy(const Tensor& input, const Tensor&, const Optional&, int64_t reduction) {
  return reduced(input, reduction);
}

Tensor binary_cross_entropy_backward(const Tensor&, const Tensor& input, const Tensor&, const Optional&, int64_t) {
  return at::empty_like(input);
}

}  // namespace

TORCH_LIBRARY_IMPL(aten, Meta, library) {
  library.impl("native_batch_norm", batch_norm);
  library.impl("native_batch_norm_backward", batch_norm_backward);
  library.impl("native_layer_norm_backward", layer_norm_backward);
  library.impl("convolution_overrideable", convolution);
  library.impl("convolution_backward_overrideable", convolution_backward);
  library.impl("relu", same_shape);
  library.impl("log_sigmoid_forward", log_sigmoid);
  library.impl("log_sigmoid_backward", log_sigmoid_backward);
  library.impl("_adaptive_avg_pool2d", adaptive_avg_pool2d);
  library.impl("_adaptive_avg_pool2d_backward", adaptive_avg_pool2d_backward);
  library.impl("mse_loss_backward", mse_loss_backward);
  library.impl("smooth_l1_loss_backward", huber_loss_backward);
  library.impl("huber_loss", huber_loss);
  library.impl("huber_loss_backward", huber_loss_backward);
  library.impl("binary_cross_entropy", binary_cross_entropy);
  library.impl("binary_cross_entropy_backward", binary_cross_entropy_backward);
}
