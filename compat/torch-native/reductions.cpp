// Along dimensions: sums and extremes, order statistics, distances.
#include "common.h"

using namespace tc;

#define TC_WHOLE(name) \
  TC_API(name)(TensorIn self, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self)); }); \
  }

TC_WHOLE(max)
TC_WHOLE(min)
TC_WHOLE(median)
TC_WHOLE(nansum)
TC_WHOLE(all)
TC_WHOLE(any)

#define TC_TYPED(name) \
  TC_API(name)(TensorIn self, int8_t type, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, dtype(type))); }); \
  }

TC_TYPED(sum)
TC_TYPED(mean)
TC_TYPED(prod)

#define TC_TYPED_DIMS(name) \
  TC_API(name##_dims)(TensorIn self, const int64_t* dims, int64_t dim_count, bool keepdim, int8_t type, \
      TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, ints(dims, dim_count), keepdim, dtype(type))); }); \
  }

TC_TYPED_DIMS(sum)
TC_TYPED_DIMS(mean)
TC_TYPED_DIMS(nanmean)

TC_API(prod_dim)(TensorIn self, int64_t dim, bool keepdim, int8_t type, TensorOut out) {
  return guarded([&] { give(out, at::prod(*self, dim, keepdim, dtype(type))); });
}

#define TC_DIM(name) \
  TC_API(name##_dim)(TensorIn self, int64_t dim, bool keepdim, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, dim, keepdim)); }); \
  }

TC_DIM(all)
TC_DIM(any)
TC_DIM(argmax)
TC_DIM(argmin)
TC_DIM(logsumexp)

TC_API(argmax)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, at::argmax(*self)); });
}

TC_API(argmin)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, at::argmin(*self)); });
}

#define TC_DIMS(name) \
  TC_API(name)(TensorIn self, const int64_t* dims, int64_t dim_count, bool keepdim, TensorOut out) { \
    return guarded([&] { give(out, at::name(*self, ints(dims, dim_count), keepdim)); }); \
  }

TC_DIMS(amax)
TC_DIMS(amin)

#define TC_VALUES_AND_INDICES(name) \
  TC_API(name##_dim)(TensorIn self, int64_t dim, bool keepdim, TensorOut values, TensorOut indices) { \
    return guarded([&] { \
      auto result = at::name(*self, dim, keepdim); \
      give(values, std::get<0>(result)); \
      give(indices, std::get<1>(result)); \
    }); \
  }

TC_VALUES_AND_INDICES(max)
TC_VALUES_AND_INDICES(min)
TC_VALUES_AND_INDICES(mode)

// Without dims over everything.

static at::OptionalIntArrayRef some(const int64_t* dims, int64_t count) {
  return count == 0 ? at::OptionalIntArrayRef() : at::OptionalIntArrayRef(ints(dims, count));
}

TC_API(var)(TensorIn self, const int64_t* dims, int64_t dim_count, bool unbiased, bool keepdim, TensorOut out) {
  return guarded([&] { give(out, at::var(*self, some(dims, dim_count), unbiased ? 1 : 0, keepdim)); });
}

TC_API(std)(TensorIn self, const int64_t* dims, int64_t dim_count, bool unbiased, bool keepdim, TensorOut out) {
  return guarded([&] { give(out, at::std(*self, some(dims, dim_count), unbiased ? 1 : 0, keepdim)); });
}

TC_API(var_mean)(TensorIn self, const int64_t* dims, int64_t dim_count, bool unbiased, bool keepdim,
    TensorOut variance, TensorOut mean) {
  return guarded([&] {
    auto result = at::var_mean(*self, some(dims, dim_count), unbiased ? 1 : 0, keepdim);
    give(variance, std::get<0>(result));
    give(mean, std::get<1>(result));
  });
}

TC_API(std_mean)(TensorIn self, const int64_t* dims, int64_t dim_count, bool unbiased, bool keepdim,
    TensorOut deviation, TensorOut mean) {
  return guarded([&] {
    auto result = at::std_mean(*self, some(dims, dim_count), unbiased ? 1 : 0, keepdim);
    give(deviation, std::get<0>(result));
    give(mean, std::get<1>(result));
  });
}

TC_API(norm)(TensorIn self, float p, TensorOut out) {
  return guarded([&] { give(out, at::norm(*self, p)); });
}

TC_API(norm_dim)(TensorIn self, int64_t dim, bool keepdim, float p, TensorOut out) {
  return guarded([&] { give(out, at::norm(*self, p, {dim}, keepdim)); });
}

TC_API(dist)(TensorIn self, TensorIn other, float p, TensorOut out) {
  return guarded([&] { give(out, at::dist(*self, *other, p)); });
}

TC_API(cdist)(TensorIn x1, TensorIn x2, double p, int64_t mode, TensorOut out) {
  return guarded([&] { give(out, at::cdist(*x1, *x2, p, mode)); });
}

TC_API(count_nonzero)(TensorIn self, const int64_t* dims, int64_t dim_count, TensorOut out) {
  return guarded([&] {
    give(out, dim_count == 0 ? at::count_nonzero(*self) : at::count_nonzero(*self, ints(dims, dim_count)));
  });
}

TC_API(cumsum)(TensorIn self, int64_t dim, int8_t type, TensorOut out) {
  return guarded([&] { give(out, at::cumsum(*self, dim, dtype(type))); });
}

TC_API(cumprod)(TensorIn self, int64_t dim, int8_t type, TensorOut out) {
  return guarded([&] { give(out, at::cumprod(*self, dim, dtype(type))); });
}

TC_API(sort)(TensorIn self, int64_t dim, bool descending, bool stable, TensorOut values, TensorOut indices) {
  return guarded([&] {
    auto result = at::sort(*self, c10::make_optional(stable), dim, descending);
    give(values, std::get<0>(result));
    give(indices, std::get<1>(result));
  });
}

TC_API(argsort)(TensorIn self, int64_t dim, bool descending, TensorOut out) {
  return guarded([&] { give(out, at::argsort(*self, dim, descending)); });
}

TC_API(topk)(TensorIn self, int64_t k, int64_t dim, bool largest, bool sorted, TensorOut values, TensorOut indices) {
  return guarded([&] {
    auto result = at::topk(*self, k, dim, largest, sorted);
    give(values, std::get<0>(result));
    give(indices, std::get<1>(result));
  });
}

TC_API(kthvalue)(TensorIn self, int64_t k, int64_t dim, bool keepdim, TensorOut values, TensorOut indices) {
  return guarded([&] {
    auto result = at::kthvalue(*self, k, dim, keepdim);
    give(values, std::get<0>(result));
    give(indices, std::get<1>(result));
  });
}

TC_API(quantile)(TensorIn self, TensorIn q, int64_t dim, bool keepdim, TensorOut out) {
  return guarded([&] { give(out, at::quantile(*self, *q, dim, keepdim)); });
}

TC_API(unique)(TensorIn self, bool sorted, bool return_inverse, bool return_counts, TensorOut values,
    TensorOut inverse, TensorOut counts) {
  return guarded([&] {
    auto result = at::_unique2(*self, sorted, return_inverse, return_counts);
    give(values, std::get<0>(result));
    *inverse = return_inverse ? new at::Tensor(std::get<1>(result)) : nullptr;
    *counts = return_counts ? new at::Tensor(std::get<2>(result)) : nullptr;
  });
}

TC_API(unique_dim)(TensorIn self, int64_t dim, bool sorted, bool return_inverse, bool return_counts,
    TensorOut values, TensorOut inverse, TensorOut counts) {
  return guarded([&] {
    auto result = at::unique_dim(*self, dim, sorted, return_inverse, return_counts);
    give(values, std::get<0>(result));
    *inverse = return_inverse ? new at::Tensor(std::get<1>(result)) : nullptr;
    *counts = return_counts ? new at::Tensor(std::get<2>(result)) : nullptr;
  });
}

TC_API(bincount)(TensorIn self, TensorIn weights_or_null, int64_t minlength, TensorOut out) {
  return guarded([&] { give(out, at::bincount(*self, optional(weights_or_null), minlength)); });
}

TC_API(histc)(TensorIn self, int64_t bins, int64_t min, int64_t max, TensorOut out) {
  return guarded([&] { give(out, at::histc(*self, bins, min, max)); });
}

TC_API(bucketize)(TensorIn self, TensorIn boundaries, bool out_int32, bool right, TensorOut out) {
  return guarded([&] { give(out, at::bucketize(*self, *boundaries, out_int32, right)); });
}
