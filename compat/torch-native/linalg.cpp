// Matrix products and decompositions.
#include "common.h"

using namespace tc;

#define TC_PRODUCT(name) \
  TC_API(name)(TensorIn self, TensorIn other, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, *other)); }); \
  }

TC_PRODUCT(matmul)
TC_PRODUCT(mm)
TC_PRODUCT(bmm)
TC_PRODUCT(mv)
TC_PRODUCT(dot)
TC_PRODUCT(inner)
TC_PRODUCT(outer)

#define TC_PRODUCT_SUM(name) \
  TC_API(name)(TensorIn self, TensorIn left, TensorIn right, float beta, float alpha, TensorOut out) { \
    return guarded([&] { give(out, self->name(*left, *right, beta, alpha)); }); \
  }

TC_PRODUCT_SUM(addmm)
TC_PRODUCT_SUM(addmv)

TC_API(addmm_)(TensorIn self, TensorIn left, TensorIn right, float beta, float alpha) {
  return guarded([&] { self->addmm_(*left, *right, beta, alpha); });
}

TC_API(einsum)(const char* equation, TensorIn* tensors, int64_t count, TensorOut out) {
  return guarded([&] { give(out, at::einsum(equation, list(tensors, count))); });
}

TC_API(trace)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->trace()); });
}

#define TC_LINALG(name) \
  TC_API(linalg_##name)(TensorIn self, TensorOut out) { \
    return guarded([&] { give(out, at::linalg_##name(*self)); }); \
  }

TC_LINALG(cholesky)
TC_LINALG(det)
TC_LINALG(inv)
TC_LINALG(pinv)
TC_LINALG(svdvals)

#define TC_LINALG_PAIR(name) \
  TC_API(linalg_##name)(TensorIn self, TensorOut first, TensorOut second) { \
    return guarded([&] { \
      auto result = at::linalg_##name(*self); \
      give(first, std::get<0>(result)); \
      give(second, std::get<1>(result)); \
    }); \
  }

TC_LINALG_PAIR(slogdet)

TC_API(linalg_qr)(TensorIn self, const char* mode, TensorOut q, TensorOut r) {
  return guarded([&] {
    auto result = at::linalg_qr(*self, mode);
    give(q, std::get<0>(result));
    give(r, std::get<1>(result));
  });
}

TC_API(linalg_eigh)(TensorIn self, bool upper, TensorOut values, TensorOut vectors) {
  return guarded([&] {
    auto result = at::linalg_eigh(*self, upper ? "U" : "L");
    give(values, std::get<0>(result));
    give(vectors, std::get<1>(result));
  });
}

TC_API(linalg_eigvalsh)(TensorIn self, bool upper, TensorOut values) {
  return guarded([&] { give(values, at::linalg_eigvalsh(*self, upper ? "U" : "L")); });
}

TC_API(linalg_svd)(TensorIn self, bool full, TensorOut u, TensorOut s, TensorOut vh) {
  return guarded([&] {
    auto result = at::linalg_svd(*self, full);
    give(u, std::get<0>(result));
    give(s, std::get<1>(result));
    give(vh, std::get<2>(result));
  });
}

TC_API(linalg_solve)(TensorIn self, TensorIn other, bool left, TensorOut out) {
  return guarded([&] { give(out, at::linalg_solve(*self, *other, left)); });
}

static at::OptionalIntArrayRef some(const int64_t* dims, int64_t count) {
  return count == 0 ? at::OptionalIntArrayRef() : at::OptionalIntArrayRef(ints(dims, count));
}

TC_API(linalg_norm)(TensorIn self, Scalar order, const int64_t* dims, int64_t dim_count, bool keepdim, TensorOut out) {
  return guarded([&] { give(out, at::linalg_norm(*self, to_optional(order), some(dims, dim_count), keepdim)); });
}

TC_API(linalg_norm_named)(TensorIn self, const char* order, const int64_t* dims, int64_t dim_count, bool keepdim,
    TensorOut out) {
  return guarded([&] { give(out, at::linalg_norm(*self, order, some(dims, dim_count), keepdim)); });
}

TC_API(linalg_vector_norm)(TensorIn self, double order, const int64_t* dims, int64_t dim_count, bool keepdim,
    TensorOut out) {
  return guarded([&] { give(out, at::linalg_vector_norm(*self, order, some(dims, dim_count), keepdim)); });
}
