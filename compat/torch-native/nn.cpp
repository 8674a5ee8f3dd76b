// Layers, activations and losses. Tensor arguments that may be absent are null; every array
// of two numbers means (height, width).
#include "common.h"

using namespace tc;

namespace {

at::IntArrayRef pair(const int64_t* values) { return at::IntArrayRef(values, 2); }

/// An in-place activation hands out a second handle to the tensor that it changed.
template <class InPlace, class Fresh>
const char* activation(TensorIn x, bool inplace, TensorOut out, InPlace in_place, Fresh fresh) {
  return guarded([&] { give(out, inplace ? in_place(*x) : fresh(*x)); });
}

}  // namespace

TC_API(nn_linear)(TensorIn input, TensorIn weight, TensorIn bias, TensorOut out) {
  return guarded([&] {
    if (bias && input->dim() == 2)
      give(out, at::addmm(*bias, *input, weight->t()));
    else
      give(out, at::linear(*input, *weight, optional(bias)));
  });
}

TC_API(nn_conv2d)(TensorIn input, TensorIn weight, TensorIn bias, const int64_t* stride, const int64_t* padding,
                  const int64_t* dilation, int64_t groups, TensorOut out) {
  return guarded([&] {
    give(out, at::conv2d(*input, *weight, optional(bias), pair(stride), pair(padding), pair(dilation), groups));
  });
}

TC_API(nn_conv2d_padding)(TensorIn input, TensorIn weight, TensorIn bias, const int64_t* stride, bool same,
                          const int64_t* dilation, int64_t groups, TensorOut out) {
  return guarded([&] {
    give(out, at::conv2d(*input, *weight, optional(bias), pair(stride), same ? "same" : "valid", pair(dilation),
                         groups));
  });
}

TC_API(nn_conv_transpose2d)(TensorIn input, TensorIn weight, TensorIn bias, const int64_t* stride,
                            const int64_t* padding, const int64_t* output_padding, const int64_t* dilation,
                            int64_t groups, TensorOut out) {
  return guarded([&] {
    give(out, at::conv_transpose2d(*input, *weight, optional(bias), pair(stride), pair(padding),
                                   pair(output_padding), groups, pair(dilation)));
  });
}

TC_API(nn_batch_norm)(TensorIn input, TensorIn mean, TensorIn variance, TensorIn weight, TensorIn bias,
                      bool training, double momentum, double eps, TensorOut out) {
  return guarded([&] {
    give(out, at::batch_norm(*input, optional(weight), optional(bias), optional(mean), optional(variance), training,
                             momentum, eps, at::globalContext().userEnabledCuDNN()));
  });
}

TC_API(nn_layer_norm)(TensorIn input, const int64_t* shape, int64_t dims, TensorIn weight, TensorIn bias, double eps,
                      TensorOut out) {
  return guarded([&] {
    give(out, at::layer_norm(*input, ints(shape, dims), optional(weight), optional(bias), eps));
  });
}

TC_API(nn_dropout)(TensorIn input, double p, bool training, bool inplace, TensorOut out) {
  return activation(
      input, inplace, out, [&](at::Tensor& x) { return at::dropout_(x, p, training); },
      [&](at::Tensor& x) { return at::dropout(x, p, training); });
}

TC_API(nn_embedding)(TensorIn weight, TensorIn indices, int64_t padding_index, double max_norm, double norm_type,
                     bool scale_grad_by_freq, bool sparse, TensorOut out) {
  return guarded([&] {
    if (max_norm > 0) {
      at::NoGradGuard no_grad;
      at::embedding_renorm_(*weight, *indices, max_norm, norm_type);
    }
    give(out, at::embedding(*weight, *indices, padding_index, scale_grad_by_freq, sparse));
  });
}

// Activations.

TC_API(nn_relu)(TensorIn x, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [](at::Tensor& t) { return at::relu_(t); }, [](at::Tensor& t) { return at::relu(t); });
}

TC_API(nn_leaky_relu)(TensorIn x, double slope, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [&](at::Tensor& t) { return at::leaky_relu_(t, slope); },
      [&](at::Tensor& t) { return at::leaky_relu(t, slope); });
}

TC_API(nn_elu)(TensorIn x, double alpha, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [&](at::Tensor& t) { return at::elu_(t, alpha); },
      [&](at::Tensor& t) { return at::elu(t, alpha); });
}

TC_API(nn_selu)(TensorIn x, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [](at::Tensor& t) { return at::selu_(t); }, [](at::Tensor& t) { return at::selu(t); });
}

TC_API(nn_gelu)(TensorIn x, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [](at::Tensor& t) { return at::gelu_(t); }, [](at::Tensor& t) { return at::gelu(t); });
}

TC_API(nn_silu)(TensorIn x, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [](at::Tensor& t) { return at::silu_(t); }, [](at::Tensor& t) { return at::silu(t); });
}

TC_API(nn_sigmoid)(TensorIn x, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [](at::Tensor& t) { return at::sigmoid_(t); }, [](at::Tensor& t) { return at::sigmoid(t); });
}

TC_API(nn_tanh)(TensorIn x, bool inplace, TensorOut out) {
  return activation(
      x, inplace, out, [](at::Tensor& t) { return at::tanh_(t); }, [](at::Tensor& t) { return at::tanh(t); });
}

TC_API(nn_softplus)(TensorIn x, double beta, double threshold, TensorOut out) {
  return guarded([&] { give(out, at::softplus(*x, beta, threshold)); });
}

TC_API(nn_logsigmoid)(TensorIn x, TensorOut out) {
  return guarded([&] { give(out, at::log_sigmoid(*x)); });
}

TC_API(nn_softmax)(TensorIn x, int64_t dim, int8_t type, TensorOut out) {
  return guarded([&] { give(out, at::softmax(*x, dim, dtype(type))); });
}

TC_API(nn_log_softmax)(TensorIn x, int64_t dim, TensorOut out) {
  return guarded([&] { give(out, at::log_softmax(*x, dim)); });
}

// Pooling, padding and distances.

TC_API(nn_max_pool2d)(TensorIn input, const int64_t* kernel, const int64_t* stride, const int64_t* padding,
                      const int64_t* dilation, bool ceil_mode, TensorOut out) {
  return guarded([&] {
    give(out, at::max_pool2d(*input, pair(kernel), pair(stride), pair(padding), pair(dilation), ceil_mode));
  });
}

TC_API(nn_max_pool2d_with_indices)(TensorIn input, const int64_t* kernel, const int64_t* stride,
                                   const int64_t* padding, const int64_t* dilation, bool ceil_mode, TensorOut values,
                                   TensorOut indices) {
  return guarded([&] {
    auto result = at::max_pool2d_with_indices(*input, pair(kernel), pair(stride), pair(padding), pair(dilation),
                                              ceil_mode);
    give(values, std::get<0>(result));
    give(indices, std::get<1>(result));
  });
}

/// A divisor of zero means "the window's size".
TC_API(nn_avg_pool2d)(TensorIn input, const int64_t* kernel, const int64_t* stride, const int64_t* padding,
                      bool ceil_mode, bool count_include_pad, int64_t divisor, TensorOut out) {
  return guarded([&] {
    auto override = divisor == 0 ? c10::nullopt : c10::make_optional(divisor);
    give(out, at::avg_pool2d(*input, pair(kernel), pair(stride), pair(padding), ceil_mode, count_include_pad,
                             override));
  });
}

TC_API(nn_adaptive_avg_pool2d)(TensorIn input, const int64_t* size, TensorOut out) {
  return guarded([&] { give(out, at::adaptive_avg_pool2d(*input, pair(size))); });
}

/// Circular padding has no value; the other modes are libtorch's names.
TC_API(nn_pad)(TensorIn input, const int64_t* pad, int64_t count, int32_t mode, double value, TensorOut out) {
  return guarded([&] {
    static const char* const names[] = {"constant", "reflect", "replicate", "circular", "constant"};
    bool constant = mode == 0 || mode == 4;
    give(out, at::pad(*input, ints(pad, count), names[mode],
                      constant ? c10::make_optional(value) : c10::nullopt));
  });
}

TC_API(nn_normalize)(TensorIn input, double p, int64_t dim, double eps, TensorOut out) {
  return guarded([&] { give(out, *input / input->norm(p, dim, /*keepdim=*/true).clamp_min(eps)); });
}

TC_API(nn_cosine_similarity)(TensorIn left, TensorIn right, int64_t dim, double eps, TensorOut out) {
  return guarded([&] { give(out, at::cosine_similarity(*left, *right, dim, eps)); });
}

TC_API(nn_pairwise_distance)(TensorIn left, TensorIn right, double p, double eps, bool keepdim, TensorOut out) {
  return guarded([&] { give(out, at::pairwise_distance(*left, *right, p, eps, keepdim)); });
}

TC_API(nn_one_hot)(TensorIn indices, int64_t classes, TensorOut out) {
  return guarded([&] { give(out, at::one_hot(*indices, classes)); });
}

// Losses. The reduction's numbers are libtorch's: none, mean, sum.

TC_API(nn_mse_loss)(TensorIn input, TensorIn target, int64_t reduction, TensorOut out) {
  return guarded([&] { give(out, at::mse_loss(*input, *target, reduction)); });
}

TC_API(nn_l1_loss)(TensorIn input, TensorIn target, int64_t reduction, TensorOut out) {
  return guarded([&] { give(out, at::l1_loss(*input, *target, reduction)); });
}

TC_API(nn_smooth_l1_loss)(TensorIn input, TensorIn target, int64_t reduction, double beta, TensorOut out) {
  return guarded([&] { give(out, at::smooth_l1_loss(*input, *target, reduction, beta)); });
}

TC_API(nn_huber_loss)(TensorIn input, TensorIn target, int64_t reduction, double delta, TensorOut out) {
  return guarded([&] { give(out, at::huber_loss(*input, *target, reduction, delta)); });
}

/// Broadcasting a target by accident is a mistake that this loss does not let pass.
TC_API(nn_binary_cross_entropy)(TensorIn input, TensorIn target, TensorIn weight, int64_t reduction, TensorOut out) {
  return guarded([&] {
    TORCH_CHECK(input->sizes() == target->sizes(), "The target's size ", target->sizes(),
                " is different from the input's size ", input->sizes());
    give(out, at::binary_cross_entropy(*input, *target, optional(weight), reduction));
  });
}

TC_API(nn_binary_cross_entropy_with_logits)(TensorIn input, TensorIn target, TensorIn weight, TensorIn pos_weight,
                                            int64_t reduction, TensorOut out) {
  return guarded([&] {
    TORCH_CHECK(input->sizes() == target->sizes(), "The target's size ", target->sizes(),
                " is different from the input's size ", input->sizes());
    give(out, at::binary_cross_entropy_with_logits(*input, *target, optional(weight), optional(pos_weight),
                                                   reduction));
  });
}

TC_API(nn_cross_entropy)(TensorIn input, TensorIn target, TensorIn weight, int64_t reduction, int64_t ignore_index,
                         double label_smoothing, TensorOut out) {
  return guarded([&] {
    give(out, at::cross_entropy_loss(*input, *target, optional(weight), reduction, ignore_index, label_smoothing));
  });
}

TC_API(nn_nll_loss)(TensorIn input, TensorIn target, TensorIn weight, int64_t reduction, TensorOut out) {
  return guarded([&] { give(out, at::nll_loss_nd(*input, *target, optional(weight), reduction, -100)); });
}

TC_API(nn_kl_div)(TensorIn input, TensorIn target, int64_t reduction, bool log_target, TensorOut out) {
  return guarded([&] { give(out, at::kl_div(*input, *target, reduction, log_target)); });
}

TC_API(nn_margin_ranking_loss)(TensorIn first, TensorIn second, TensorIn target, double margin, int64_t reduction,
                               TensorOut out) {
  return guarded([&] { give(out, at::margin_ranking_loss(*first, *second, *target, margin, reduction)); });
}

TC_API(nn_triplet_margin_loss)(TensorIn anchor, TensorIn positive, TensorIn negative, double margin, double p,
                               double eps, bool swap, int64_t reduction, TensorOut out) {
  return guarded([&] {
    give(out, at::triplet_margin_loss(*anchor, *positive, *negative, margin, p, eps, swap, reduction));
  });
}
