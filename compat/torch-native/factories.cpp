// New tensors: constant, sequences and random ones, and the generators behind the random ones.
#include "common.h"
#include <ATen/CPUGeneratorImpl.h>

using namespace tc;

// The parameters that say what element type and device a new tensor has, and their use.
#define OPTIONS int8_t type, int32_t device_type, int32_t device_index
#define TYPE_AND_PLACE options(type, device_type, device_index)

#define TC_FILLED(name) \
  TC_API(name)(const int64_t* sizes, int64_t dims, OPTIONS, TensorOut out) { \
    return guarded([&] { give(out, at::name(ints(sizes, dims), TYPE_AND_PLACE)); }); \
  } \
  TC_API(name##_like)(TensorIn self, OPTIONS, TensorOut out) { \
    return guarded([&] { give(out, at::name##_like(*self, TYPE_AND_PLACE)); }); \
  }

#define TC_RANDOM(name) \
  TC_API(name)(const int64_t* sizes, int64_t dims, at::Generator* random, OPTIONS, TensorOut out) { \
    return guarded([&] { give(out, at::name(ints(sizes, dims), generator(random), TYPE_AND_PLACE)); }); \
  } \
  TC_API(name##_like)(TensorIn self, OPTIONS, TensorOut out) { \
    return guarded([&] { give(out, at::name##_like(*self, TYPE_AND_PLACE)); }); \
  }

TC_FILLED(empty)
TC_FILLED(zeros)
TC_FILLED(ones)
TC_RANDOM(rand)
TC_RANDOM(randn)

TC_API(full)(const int64_t* sizes, int64_t dims, Scalar value, OPTIONS, TensorOut out) {
  return guarded([&] {
    give(out, at::full(ints(sizes, dims), to_scalar(value), TYPE_AND_PLACE));
  });
}

TC_API(full_like)(TensorIn self, Scalar value, OPTIONS, TensorOut out) {
  return guarded([&] { give(out, at::full_like(*self, to_scalar(value), TYPE_AND_PLACE)); });
}

TC_API(randint)(int64_t low, int64_t high, const int64_t* sizes, int64_t dims, at::Generator* random, OPTIONS,
    TensorOut out) {
  return guarded([&] {
    give(out, at::randint(low, high, ints(sizes, dims), generator(random), TYPE_AND_PLACE));
  });
}

TC_API(randint_like)(TensorIn self, int64_t low, int64_t high, OPTIONS, TensorOut out) {
  return guarded([&] { give(out, at::randint_like(*self, low, high, TYPE_AND_PLACE)); });
}

TC_API(randperm)(int64_t n, at::Generator* random, OPTIONS, TensorOut out) {
  return guarded([&] { give(out, at::randperm(n, generator(random), TYPE_AND_PLACE)); });
}

TC_API(arange)(Scalar start, Scalar stop, Scalar step, OPTIONS, TensorOut out) {
  return guarded([&] {
    give(out, at::arange(to_scalar(start), to_scalar(stop), to_scalar(step), TYPE_AND_PLACE));
  });
}

TC_API(linspace)(double start, double stop, int64_t steps, OPTIONS, TensorOut out) {
  return guarded([&] { give(out, at::linspace(start, stop, steps, TYPE_AND_PLACE)); });
}

TC_API(logspace)(double start, double stop, int64_t steps, double base, OPTIONS, TensorOut out) {
  return guarded([&] { give(out, at::logspace(start, stop, steps, base, TYPE_AND_PLACE)); });
}

TC_API(eye)(int64_t rows, int64_t columns, OPTIONS, TensorOut out) {
  return guarded([&] { give(out, at::eye(rows, columns, TYPE_AND_PLACE)); });
}

// Values drawn by the elements of a tensor, or into it.

TC_API(multinomial)(TensorIn self, int64_t count, bool replacement, at::Generator* random, TensorOut out) {
  return guarded([&] { give(out, self->multinomial(count, replacement, generator(random))); });
}

TC_API(bernoulli)(TensorIn self, at::Generator* random, TensorOut out) {
  return guarded([&] { give(out, self->bernoulli(generator(random))); });
}

TC_API(bernoulli_)(TensorIn self, double p, at::Generator* random) {
  return guarded([&] { self->bernoulli_(p, generator(random)); });
}

TC_API(bernoulli_tensor_)(TensorIn self, TensorIn p, at::Generator* random) {
  return guarded([&] { self->bernoulli_(*p, generator(random)); });
}

TC_API(normal_)(TensorIn self, double mean, double std, at::Generator* random) {
  return guarded([&] { self->normal_(mean, std, generator(random)); });
}

TC_API(normal_of)(TensorIn mean, TensorIn std, at::Generator* random, TensorOut out) {
  return guarded([&] { give(out, at::normal(*mean, *std, generator(random))); });
}

TC_API(uniform_)(TensorIn self, double from, double to, at::Generator* random) {
  return guarded([&] { self->uniform_(from, to, generator(random)); });
}

TC_API(exponential_)(TensorIn self, double lambda, at::Generator* random) {
  return guarded([&] { self->exponential_(lambda, generator(random)); });
}

TC_API(random_)(TensorIn self, double from, double to, at::Generator* random) {
  return guarded([&] {
    self->random_(static_cast<int64_t>(from), static_cast<int64_t>(to), generator(random));
  });
}

TC_API(poisson)(TensorIn self, at::Generator* random, TensorOut out) {
  return guarded([&] { give(out, at::poisson(*self, generator(random))); });
}

// Generators.

TC_API(generator_new)(uint64_t seed, at::Generator** out) {
  return guarded([&] { *out = new at::Generator(at::detail::createCPUGenerator(seed)); });
}

TC_API(generator_default)(at::Generator** out) {
  return guarded([&] { *out = new at::Generator(at::detail::getDefaultCPUGenerator()); });
}

TC_API(generator_free)(at::Generator* self) {
  return guarded([&] { delete self; });
}

TC_API(generator_set_seed)(at::Generator* self, uint64_t seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(self->mutex());
    self->set_current_seed(seed);
  });
}

TC_API(generator_new_seed)(at::Generator* self, uint64_t* out) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(self->mutex());
    *out = self->seed();
  });
}

TC_API(generator_seed)(at::Generator* self, uint64_t* out) {
  return guarded([&] { *out = self->current_seed(); });
}

TC_API(generator_state)(at::Generator* self, TensorOut out) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(self->mutex());
    give(out, self->get_state());
  });
}

TC_API(generator_set_state)(at::Generator* self, TensorIn state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(self->mutex());
    self->set_state(*state);
  });
}

TC_API(manual_seed)(uint64_t seed) {
  return guarded([&] { at::manual_seed(seed); });
}
