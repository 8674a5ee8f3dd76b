// What every exported function shares: how errors travel, and the plain structs that
// stand for scalars, indices and tensor options on the C side.
//
// Convention: TC_API(name)(inputs..., outputs...) returns null, or an error text that is valid until
// the same thread's next failing call. Tensors are at::Tensor*, owned by the caller. What changes its first
// tensor in place has a name that ends in _ and gives nothing.
#pragma once

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <string>
#include <vector>

#define TC_API(name) extern "C" __attribute__((visibility("default"))) const char* tc_##name

namespace tc {

using TensorIn = at::Tensor*;
using TensorOut = at::Tensor**;

/// Keeps the text for the caller; libtorch's message goes on with a stack trace, of which
/// the first line is what a user can read.
const char* set_error(const std::string& message);

template <class Body>
const char* guarded(Body&& body) {
  try {
    body();
    return nullptr;
  } catch (const c10::Error& e) {
    return set_error(e.what_without_backtrace());
  } catch (const std::exception& e) {
    return set_error(e.what());
  }
}

inline void give(TensorOut out, at::Tensor tensor) { *out = new at::Tensor(std::move(tensor)); }

/// An absent tensor argument.
inline c10::optional<at::Tensor> optional(TensorIn tensor) {
  return tensor ? c10::optional<at::Tensor>(*tensor) : c10::nullopt;
}

inline std::vector<at::Tensor> list(TensorIn* tensors, int64_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (int64_t i = 0; i < count; i++) result.push_back(*tensors[i]);
  return result;
}

/// Hands out a new array of new tensors; the caller frees the array with tc_free_list.
void give_list(TensorOut* out, int64_t* count, std::vector<at::Tensor> tensors);

inline at::IntArrayRef ints(const int64_t* values, int64_t count) { return at::IntArrayRef(values, count); }

enum ScalarKind : int32_t { kNone = -1, kBool = 0, kInteger = 1, kReal = 2 };

struct Scalar {
  int64_t bits;  // the integer, or the bits of the double
  int32_t kind;
};

at::Scalar to_scalar(Scalar scalar);
c10::optional<at::Scalar> to_optional(Scalar scalar);

/// A negative code means "not given".
inline c10::optional<at::ScalarType> dtype(int8_t code) {
  return code < 0 ? c10::nullopt : c10::make_optional(static_cast<at::ScalarType>(code));
}

at::Device device(int32_t type, int32_t index);
at::TensorOptions options(int8_t dtype, int32_t device_type, int32_t device_index);

inline c10::optional<at::Generator> generator(at::Generator* generator) {
  return generator ? c10::optional<at::Generator>(*generator) : c10::nullopt;
}

}  // namespace tc
