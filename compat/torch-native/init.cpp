// Filling parameters with their first values. All of it is invisible to autograd.
#include "common.h"

#include <cmath>

using namespace tc;

namespace {

template <class Body>
const char* fill(Body&& body) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    body();
  });
}

double normal_cdf(double x) { return (1 + std::erf(x / std::sqrt(2.0))) / 2; }

}  // namespace

TC_API(init_uniform)(TensorIn self, double low, double high) {
  return fill([&] { self->uniform_(low, high); });
}

TC_API(init_normal)(TensorIn self, double mean, double deviation) {
  return fill([&] { self->normal_(mean, deviation); });
}

TC_API(init_constant)(TensorIn self, double value) {
  return fill([&] { self->fill_(value); });
}

TC_API(init_eye)(TensorIn self) {
  return fill([&] {
    TORCH_CHECK(self->dim() == 2, "Only tensors with 2 dimensions are supported");
    self->zero_();
    self->diagonal().fill_(1);
  });
}

/// Inverts the normal distribution function on the part of it between the bounds.
TC_API(init_trunc_normal)(TensorIn self, double mean, double deviation, double low, double high) {
  return fill([&] {
    double from = normal_cdf((low - mean) / deviation), to = normal_cdf((high - mean) / deviation);
    self->uniform_(2 * from - 1, 2 * to - 1).erfinv_().mul_(deviation * std::sqrt(2.0)).add_(mean).clamp_(low, high);
  });
}

/// The Q of a random matrix's QR decomposition, with signs that make it uniform over all such Q.
TC_API(init_orthogonal)(TensorIn self, double gain) {
  return fill([&] {
    TORCH_CHECK(self->dim() >= 2, "Only tensors with 2 or more dimensions are supported");
    int64_t rows = self->size(0), columns = self->numel() / rows;
    auto random = at::randn({rows, columns}, self->options().requires_grad(false));
    if (rows < columns) random = random.t();
    auto [q, r] = at::linalg_qr(random);
    q = q * r.diagonal().sign();
    if (rows < columns) q = q.t();
    self->copy_(q.reshape(self->sizes()).mul(gain));
  });
}
