// libtorch 1.13 lacks the meta kernels of many operations (relu, prod, flip...), which later versions have.
// Where there is none, this runs the operation on CPU tensors of the same shapes and keeps the shapes of the results.
#include "common.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/library.h>

namespace {

/// Ones, and zeros among integers, which serve as indices too.
at::Tensor stand_in(const at::Tensor& meta) {
  auto options = meta.options().device(at::kCPU);
  return at::isFloatingType(meta.scalar_type()) ? at::ones(meta.sizes(), options) : at::zeros(meta.sizes(), options);
}

at::Tensor on_cpu(const at::Tensor& tensor) {
  if (!tensor.defined()) return tensor;
  if (tensor.is_meta()) return stand_in(tensor);
  TORCH_CHECK(tensor.dim() == 0, "Expected all tensors to be on the same device, but found at least two devices, meta and ",
              tensor.device(), "!");
  return tensor;
}

at::Tensor on_meta(const at::Tensor& tensor) {
  if (!tensor.defined()) return tensor;
  return at::empty_strided(tensor.sizes(), tensor.strides(), tensor.options().device(at::kMeta));
}

c10::IValue to_cpu(const c10::IValue& value) {
  if (value.isTensor()) return on_cpu(value.toTensor());
  if (value.isDevice()) return c10::IValue(c10::Device(at::kCPU));
  if (value.isTensorList()) {
    c10::List<at::Tensor> result;
    for (const at::Tensor& tensor : value.toTensorVector()) result.push_back(on_cpu(tensor));
    return result;
  }
  if (value.isOptionalTensorList()) {
    c10::List<c10::optional<at::Tensor>> result;
    for (const c10::optional<at::Tensor>& tensor : value.toOptionalTensorVector())
      result.push_back(tensor ? c10::optional<at::Tensor>(on_cpu(*tensor)) : c10::nullopt);
    return result;
  }
  return value;
}

c10::IValue to_meta(const c10::IValue& value) {
  if (value.isTensor()) return on_meta(value.toTensor());
  if (value.isTensorList()) {
    c10::List<at::Tensor> result;
    for (const at::Tensor& tensor : value.toTensorVector()) result.push_back(on_meta(tensor));
    return result;
  }
  return value;
}

void run_on_cpu(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  const auto& schema = op.schema();
  const auto count = schema.arguments().size();
  auto arguments = torch::jit::pop(*stack, count);
  for (const auto& argument : arguments) torch::jit::push(*stack, to_cpu(argument));
  op.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), stack);

  auto results = torch::jit::pop(*stack, schema.returns().size());
  for (size_t i = 0; i < results.size(); i++) {
    // What is written in place, or to an out argument, is given back itself.
    const auto* alias = schema.returns()[i].alias_info();
    c10::optional<c10::IValue> written;
    if (alias && alias->isWrite()) {
      for (size_t j = 0; j < count; j++) {
        const auto* other = schema.arguments()[j].alias_info();
        if (other && *other == *alias) written = arguments[j];
      }
    }
    if (written && results[i].isTensor()) written->toTensor().resize_(results[i].toTensor().sizes());
    torch::jit::push(*stack, written ? *written : to_meta(results[i]));
  }
}

}  // namespace

TORCH_LIBRARY_IMPL(_, Meta, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&run_on_cpu>()); }
