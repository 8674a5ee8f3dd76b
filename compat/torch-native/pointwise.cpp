// Element by element: arithmetic, comparisons, elementary functions.
#include "common.h"

using namespace tc;

#define TC_UNARY(name) \
  TC_API(name)(TensorIn self, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self)); }); \
  }

#define TC_UNARY_IN_PLACE(name) \
  TC_API(name##_)(TensorIn self) { \
    return guarded([&] { at::name##_(*self); }); \
  }

#define TC_UNARY_BOTH(name) TC_UNARY(name) TC_UNARY_IN_PLACE(name)

TC_UNARY_BOTH(abs)
TC_UNARY_BOTH(acos)
TC_UNARY_BOTH(asin)
TC_UNARY_BOTH(atan)
TC_UNARY_BOTH(ceil)
TC_UNARY_BOTH(cos)
TC_UNARY_BOTH(cosh)
TC_UNARY(digamma)
TC_UNARY_BOTH(erf)
TC_UNARY_BOTH(erfc)
TC_UNARY_BOTH(exp)
TC_UNARY_BOTH(expm1)
TC_UNARY_BOTH(floor)
TC_UNARY_BOTH(frac)
TC_UNARY(lgamma)
TC_UNARY_BOTH(log)
TC_UNARY_BOTH(log10)
TC_UNARY_BOTH(log1p)
TC_UNARY_BOTH(log2)
TC_UNARY_BOTH(neg)
TC_UNARY_BOTH(reciprocal)
TC_UNARY_BOTH(relu)
TC_UNARY_BOTH(rsqrt)
TC_UNARY_BOTH(sigmoid)
TC_UNARY_BOTH(sin)
TC_UNARY_BOTH(sinh)
TC_UNARY_BOTH(sqrt)
TC_UNARY_BOTH(tan)
TC_UNARY_BOTH(tanh)
TC_UNARY_BOTH(trunc)
TC_UNARY(isfinite)
TC_UNARY(isinf)
TC_UNARY(isnan)
TC_UNARY(log_sigmoid)
TC_UNARY(logical_not)
TC_UNARY(square)

TC_API(sign)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->sign()); });
}

TC_API(sign_)(TensorIn self) {
  return guarded([&] { self->sign_(); });
}

TC_API(logical_not_)(TensorIn self) {
  return guarded([&] { self->logical_not_(); });
}

TC_API(round)(TensorIn self, int64_t decimals, TensorOut out) {
  return guarded([&] { give(out, at::round(*self, decimals)); });
}

TC_API(round_)(TensorIn self, int64_t decimals) {
  return guarded([&] { at::round_(*self, decimals); });
}

TC_API(nan_to_num)(TensorIn self, double nan, const double* posinf, const double* neginf, TensorOut out) {
  return guarded([&] {
    give(out, at::nan_to_num(*self, nan, posinf ? c10::make_optional(*posinf) : c10::nullopt,
                             neginf ? c10::make_optional(*neginf) : c10::nullopt));
  });
}

// Two operands: tensor with tensor, and tensor with scalar (suffix _s).

#define TC_BINARY_TENSOR(name) \
  TC_API(name)(TensorIn self, TensorIn other, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, *other)); }); \
  }

#define TC_BINARY_TENSOR_IN_PLACE(name) \
  TC_API(name##_)(TensorIn self, TensorIn other) { \
    return guarded([&] { self->name##_(*other); }); \
  }

#define TC_BINARY_SCALAR(name) \
  TC_API(name##_s)(TensorIn self, Scalar other, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, to_scalar(other))); }); \
  }

#define TC_BINARY_SCALAR_IN_PLACE(name) \
  TC_API(name##_s_)(TensorIn self, Scalar other) { \
    return guarded([&] { self->name##_(to_scalar(other)); }); \
  }

#define TC_BINARY(name) \
  TC_BINARY_TENSOR(name) TC_BINARY_TENSOR_IN_PLACE(name) TC_BINARY_SCALAR(name) TC_BINARY_SCALAR_IN_PLACE(name)

TC_BINARY(mul)
TC_BINARY(pow)
TC_BINARY(fmod)
TC_BINARY(remainder)
TC_BINARY(eq)
TC_BINARY(ne)
TC_BINARY(lt)
TC_BINARY(le)
TC_BINARY(gt)
TC_BINARY(ge)
TC_BINARY_TENSOR(atan2)
TC_BINARY_TENSOR(floor_divide)
TC_BINARY_TENSOR(logaddexp)
TC_BINARY_TENSOR(maximum)
TC_BINARY_TENSOR(minimum)
TC_BINARY_TENSOR(xlogy)
TC_BINARY_TENSOR(bitwise_and)
TC_BINARY_TENSOR(bitwise_or)
TC_BINARY_TENSOR(bitwise_xor)
TC_BINARY_TENSOR(logical_and)
TC_BINARY_TENSOR(logical_or)
TC_BINARY_TENSOR(logical_xor)
TC_BINARY_TENSOR_IN_PLACE(logical_and)
TC_BINARY_TENSOR_IN_PLACE(logical_or)
TC_BINARY_TENSOR_IN_PLACE(logical_xor)
TC_UNARY(bitwise_not)

#define TC_SCALED(name) \
  TC_API(name)(TensorIn self, TensorIn other, Scalar alpha, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, *other, to_scalar(alpha))); }); \
  } \
  TC_API(name##_)(TensorIn self, TensorIn other, Scalar alpha) { \
    return guarded([&] { self->name##_(*other, to_scalar(alpha)); }); \
  } \
  TC_API(name##_s)(TensorIn self, Scalar other, Scalar alpha, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, to_scalar(other), to_scalar(alpha))); }); \
  } \
  TC_API(name##_s_)(TensorIn self, Scalar other, Scalar alpha) { \
    return guarded([&] { self->name##_(to_scalar(other), to_scalar(alpha)); }); \
  }

TC_SCALED(add)
TC_SCALED(sub)

TC_API(rsub_s)(TensorIn self, Scalar left, TensorOut out) {
  return guarded([&] { give(out, at::rsub(*self, to_scalar(left))); });
}

static c10::optional<c10::string_view> rounding(int32_t mode) {
  if (mode == 1) return c10::string_view("trunc");
  if (mode == 2) return c10::string_view("floor");
  return c10::nullopt;
}

TC_API(div)(TensorIn self, TensorIn other, int32_t mode, TensorOut out) {
  return guarded([&] { give(out, at::div(*self, *other, rounding(mode))); });
}

TC_API(div_)(TensorIn self, TensorIn other, int32_t mode) {
  return guarded([&] { self->div_(*other, rounding(mode)); });
}

TC_API(div_s)(TensorIn self, Scalar other, int32_t mode, TensorOut out) {
  return guarded([&] { give(out, at::div(*self, to_scalar(other), rounding(mode))); });
}

TC_API(div_s_)(TensorIn self, Scalar other, int32_t mode) {
  return guarded([&] { self->div_(to_scalar(other), rounding(mode)); });
}

// Three operands and more.

#define TC_PRODUCT_SUM(name) \
  TC_API(name)(TensorIn self, TensorIn tensor1, TensorIn tensor2, Scalar value, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, *tensor1, *tensor2, to_scalar(value))); }); \
  } \
  TC_API(name##_)(TensorIn self, TensorIn tensor1, TensorIn tensor2, Scalar value) { \
    return guarded([&] { self->name##_(*tensor1, *tensor2, to_scalar(value)); }); \
  }

TC_PRODUCT_SUM(addcmul)
TC_PRODUCT_SUM(addcdiv)

TC_API(lerp)(TensorIn self, TensorIn end, TensorIn weight, TensorOut out) {
  return guarded([&] { give(out, at::lerp(*self, *end, *weight)); });
}

TC_API(lerp_)(TensorIn self, TensorIn end, TensorIn weight) {
  return guarded([&] { self->lerp_(*end, *weight); });
}

TC_API(clamp)(TensorIn self, Scalar min, Scalar max, TensorOut out) {
  return guarded([&] { give(out, at::clamp(*self, to_optional(min), to_optional(max))); });
}

TC_API(clamp_)(TensorIn self, Scalar min, Scalar max) {
  return guarded([&] { at::clamp_(*self, to_optional(min), to_optional(max)); });
}

TC_API(clamp_tensor)(TensorIn self, TensorIn min_or_null, TensorIn max_or_null, TensorOut out) {
  return guarded([&] { give(out, at::clamp(*self, optional(min_or_null), optional(max_or_null))); });
}

TC_API(clamp_tensor_)(TensorIn self, TensorIn min_or_null, TensorIn max_or_null) {
  return guarded([&] { at::clamp_(*self, optional(min_or_null), optional(max_or_null)); });
}

TC_API(where)(TensorIn condition, TensorIn x, TensorIn y, TensorOut out) {
  return guarded([&] { give(out, at::where(*condition, *x, *y)); });
}

TC_API(isclose)(TensorIn self, TensorIn other, double rtol, double atol, bool equal_nan, TensorOut out) {
  return guarded([&] { give(out, at::isclose(*self, *other, rtol, atol, equal_nan)); });
}

TC_API(allclose)(TensorIn self, TensorIn other, double rtol, double atol, bool equal_nan, bool* out) {
  return guarded([&] { *out = at::allclose(*self, *other, rtol, atol, equal_nan); });
}

TC_API(equal)(TensorIn self, TensorIn other, bool* out) {
  return guarded([&] { *out = at::equal(*self, *other); });
}

TC_API(fill_)(TensorIn self, Scalar value) {
  return guarded([&] { self->fill_(to_scalar(value)); });
}

TC_API(zero_)(TensorIn self) {
  return guarded([&] { self->zero_(); });
}

// Activations. Those with more settings than a tensor method has belong to the layers.

TC_API(softmax)(TensorIn self, int64_t dim, int8_t type, TensorOut out) {
  return guarded([&] { give(out, at::softmax(*self, dim, dtype(type))); });
}

TC_API(log_softmax)(TensorIn self, int64_t dim, int8_t type, TensorOut out) {
  return guarded([&] { give(out, at::log_softmax(*self, dim, dtype(type))); });
}

TC_API(leaky_relu)(TensorIn self, Scalar slope, TensorOut out) {
  return guarded([&] { give(out, at::leaky_relu(*self, to_scalar(slope))); });
}

TC_API(leaky_relu_)(TensorIn self, Scalar slope) {
  return guarded([&] { at::leaky_relu_(*self, to_scalar(slope)); });
}

TC_API(elu)(TensorIn self, Scalar alpha, TensorOut out) {
  return guarded([&] { give(out, at::elu(*self, to_scalar(alpha))); });
}

TC_API(softplus)(TensorIn self, Scalar beta, Scalar threshold, TensorOut out) {
  return guarded([&] { give(out, at::softplus(*self, to_scalar(beta), to_scalar(threshold))); });
}

TC_UNARY_BOTH(selu)
TC_UNARY_BOTH(silu)

TC_API(gelu)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, at::gelu(*self)); });
}
