// Gradients, the modes that switch them off, and process-wide settings.
#include "common.h"
#include <ATen/Parallel.h>

using namespace tc;

TC_API(requires_grad)(TensorIn self, bool* out) {
  return guarded([&] { *out = self->requires_grad(); });
}

TC_API(set_requires_grad)(TensorIn self, bool value) {
  return guarded([&] { self->set_requires_grad(value); });
}

TC_API(retain_grad)(TensorIn self) {
  return guarded([&] { self->retain_grad(); });
}

TC_API(is_leaf)(TensorIn self, bool* out) {
  return guarded([&] { *out = self->is_leaf(); });
}

/// Gives null where no gradient has been computed.
TC_API(grad)(TensorIn self, TensorOut out) {
  return guarded([&] {
    const auto& grad = self->grad();
    *out = grad.defined() ? new at::Tensor(grad) : nullptr;
  });
}

TC_API(set_grad)(TensorIn self, TensorIn grad_or_null) {
  return guarded([&] { self->mutable_grad() = grad_or_null ? *grad_or_null : at::Tensor(); });
}

TC_API(detach)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->detach()); });
}

TC_API(detach_)(TensorIn self) {
  return guarded([&] { self->detach_(); });
}

TC_API(backward)(TensorIn* tensors, int64_t tensor_count, TensorIn* gradients, int64_t gradient_count,
                 bool retain_graph, bool create_graph, TensorIn* inputs, int64_t input_count) {
  return guarded([&] {
    torch::autograd::backward(list(tensors, tensor_count), list(gradients, gradient_count), retain_graph,
                              create_graph, list(inputs, input_count));
  });
}

/// An input that no output depends on gets a null entry, if allow_unused.
TC_API(autograd_grad)(TensorIn* outputs, int64_t output_count, TensorIn* inputs, int64_t input_count,
                      TensorIn* gradients, int64_t gradient_count, bool retain_graph, bool create_graph,
                      bool allow_unused, TensorOut* out, int64_t* count) {
  return guarded([&] {
    auto result = torch::autograd::grad(list(outputs, output_count), list(inputs, input_count),
                                        list(gradients, gradient_count), retain_graph, create_graph, allow_unused);
    give_list(out, count, result);
    for (int64_t i = 0; i < *count; i++) {
      if ((*out)[i]->defined()) continue;
      delete (*out)[i];
      (*out)[i] = nullptr;
    }
  });
}

TC_API(grad_mode)(bool* out) {
  return guarded([&] { *out = at::GradMode::is_enabled(); });
}

TC_API(set_grad_mode)(bool enabled) {
  return guarded([&] { at::GradMode::set_enabled(enabled); });
}

TC_API(inference_mode)(bool* out) {
  return guarded([&] { *out = c10::InferenceMode::is_enabled(); });
}

TC_API(inference_mode_enter)(bool enabled, c10::InferenceMode** out) {
  return guarded([&] { *out = new c10::InferenceMode(enabled); });
}

TC_API(inference_mode_leave)(c10::InferenceMode* mode) {
  return guarded([&] { delete mode; });
}

TC_API(set_num_threads)(int32_t count) {
  return guarded([&] { at::set_num_threads(count); });
}

TC_API(num_threads)(int32_t* out) {
  return guarded([&] { *out = at::get_num_threads(); });
}

TC_API(set_default_dtype)(int8_t type) {
  return guarded([&] { at::set_default_dtype(at::scalarTypeToTypeMeta(static_cast<at::ScalarType>(type))); });
}
