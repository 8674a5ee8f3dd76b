// Life of a tensor, its properties, and conversions between types and devices.
#include "common.h"

#include <cstring>

using namespace tc;

TC_API(free)(TensorIn self) {
  return guarded([&] { delete self; });
}

TC_API(free_list)(at::Tensor** list) {
  delete[] list;
  return nullptr;
}

TC_API(alias)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, at::alias(*self)); });
}

TC_API(dim)(TensorIn self, int64_t* out) {
  return guarded([&] { *out = self->dim(); });
}

TC_API(numel)(TensorIn self, int64_t* out) {
  return guarded([&] { *out = self->numel(); });
}

TC_API(element_size)(TensorIn self, int64_t* out) {
  return guarded([&] { *out = self->element_size(); });
}

TC_API(sizes)(TensorIn self, int64_t* out) {
  return guarded([&] {
    auto sizes = self->sizes();
    std::copy(sizes.begin(), sizes.end(), out);
  });
}

TC_API(strides)(TensorIn self, int64_t* out) {
  return guarded([&] {
    auto strides = self->strides();
    std::copy(strides.begin(), strides.end(), out);
  });
}

TC_API(storage_offset)(TensorIn self, int64_t* out) {
  return guarded([&] { *out = self->storage_offset(); });
}

TC_API(size_at)(TensorIn self, int64_t dim, int64_t* out) {
  return guarded([&] { *out = self->size(dim); });
}

TC_API(stride_at)(TensorIn self, int64_t dim, int64_t* out) {
  return guarded([&] { *out = self->stride(dim); });
}

TC_API(dtype)(TensorIn self, int8_t* out) {
  return guarded([&] { *out = static_cast<int8_t>(self->scalar_type()); });
}

TC_API(device)(TensorIn self, int32_t* type, int32_t* index) {
  return guarded([&] {
    auto device = self->device();
    *type = static_cast<int32_t>(device.type());
    *index = device.index();
  });
}

TC_API(is_contiguous)(TensorIn self, bool* out) {
  return guarded([&] { *out = self->is_contiguous(); });
}

TC_API(is_nonzero)(TensorIn self, bool* out) {
  return guarded([&] { *out = self->is_nonzero(); });
}

TC_API(data_pointer)(TensorIn self, void** out) {
  return guarded([&] {
    TORCH_CHECK(self->device().is_cpu(), "Cannot access the data of a tensor on ", self->device());
    *out = self->data_ptr();
  });
}

TC_API(item_real)(TensorIn self, double* out) {
  return guarded([&] { *out = self->item<double>(); });
}

TC_API(item_integer)(TensorIn self, int64_t* out) {
  return guarded([&] { *out = self->item<int64_t>(); });
}

TC_API(to)(TensorIn self, int8_t type, int32_t device_type, int32_t device_index, bool non_blocking, bool copy,
    TensorOut out) {
  return guarded([&] {
    auto target = options(type < 0 ? static_cast<int8_t>(self->scalar_type()) : type, device_type, device_index);
    if (device_type < 0) target = target.device(self->device());
    give(out, self->to(target, non_blocking, copy));
  });
}

TC_API(contiguous)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->contiguous()); });
}

TC_API(clone)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->clone()); });
}

TC_API(copy_)(TensorIn self, TensorIn source, bool non_blocking) {
  return guarded([&] { self->copy_(*source, non_blocking); });
}

TC_API(set_)(TensorIn self, TensorIn source) {
  return guarded([&] { self->set_(*source); });
}

/// A new tensor holding a copy of `bytes`, which are elements of `type` in row-major order.
TC_API(from_memory)(const void* bytes, int8_t type, const int64_t* sizes, int64_t dims, TensorOut out) {
  return guarded([&] {
    auto tensor = at::empty(ints(sizes, dims), static_cast<at::ScalarType>(type));
    if (tensor.numel() > 0) std::memcpy(tensor.data_ptr(), bytes, tensor.nbytes());
    give(out, std::move(tensor));
  });
}

/// A tensor over the caller's memory; `release(context)` is called when the last tensor over it is gone.
TC_API(from_blob)(void* data, int8_t type, const int64_t* sizes, int64_t dims, void (*release)(void*), void* context,
    TensorOut out) {
  return guarded([&] {
    give(out, at::from_blob(data, ints(sizes, dims), [release, context](void*) { release(context); },
                            static_cast<at::ScalarType>(type)));
  });
}
