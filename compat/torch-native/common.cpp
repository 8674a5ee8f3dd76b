#include "common.h"

#include <cstring>

namespace tc {

const char* set_error(const std::string& message) {
  thread_local std::string last;
  last = message.substr(0, message.find('\n'));
  return last.c_str();
}

void give_list(TensorOut* out, int64_t* count, std::vector<at::Tensor> tensors) {
  *count = static_cast<int64_t>(tensors.size());
  *out = new at::Tensor*[tensors.size()];
  for (size_t i = 0; i < tensors.size(); i++) (*out)[i] = new at::Tensor(std::move(tensors[i]));
}

at::Scalar to_scalar(Scalar scalar) {
  switch (scalar.kind) {
    case kBool:
      return at::Scalar(scalar.bits != 0);
    case kInteger:
      return at::Scalar(scalar.bits);
    case kReal: {
      double value;
      std::memcpy(&value, &scalar.bits, sizeof value);
      return at::Scalar(value);
    }
    default:
      TORCH_CHECK(false, "a scalar argument is missing");
  }
}

c10::optional<at::Scalar> to_optional(Scalar scalar) {
  if (scalar.kind == kNone) return c10::nullopt;
  return to_scalar(scalar);
}

at::Device device(int32_t type, int32_t index) {
  return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

at::TensorOptions options(int8_t code, int32_t device_type, int32_t device_index) {
  at::TensorOptions result;
  if (code >= 0) result = result.dtype(static_cast<at::ScalarType>(code));
  if (device_type >= 0) result = result.device(device(device_type, device_index));
  return result;
}

}  // namespace tc
