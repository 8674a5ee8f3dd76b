// Optimizer steps. One call moves all parameters of a group: contiguous float tensors in one fused loop,
// everything else by tensor operations that compute the same.
#include "common.h"

#include <cmath>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

using namespace tc;

// The loops below are plain enough for the compiler to vectorize. It makes copies for newer processors and
// picks one at load time, so that the library still starts on an older one.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TC_VECTORIZED __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define TC_VECTORIZED
#endif

namespace {

/// Moments of a unit whose gradient stays zero decay into denormal numbers, which processors compute with
/// a hundred times slower. Here they become zero.
class FlushDenormals {
#if defined(__x86_64__)
 public:
  FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8040); }
  ~FlushDenormals() { _mm_setcsr(before_); }

 private:
  unsigned before_;
#endif
};

bool is_plain(const at::Tensor& tensor) {
  return tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() && tensor.is_contiguous();
}

template <class... Tensors>
bool all_plain(const Tensors&... tensors) {
  return (is_plain(tensors) && ...);
}

float* data(const at::Tensor& tensor) { return tensor.data_ptr<float>(); }

/// The gradient that the formulas start from: negated when maximizing, plus L2 decay.
at::Tensor effective_gradient(const at::Tensor& parameter, const at::Tensor& gradient, double decay, bool maximize) {
  auto result = maximize ? gradient.neg() : gradient;
  return decay != 0 ? result.add(parameter, decay) : result;
}

struct AdamFactors {
  float sign, l2, shrink, beta1, rest1, beta2, rest2, correction, eps, rate;
};

TC_VECTORIZED void adam_loop(float* __restrict p, const float* __restrict g, float* __restrict m,
                             float* __restrict v, int64_t n, AdamFactors f) {
  for (int64_t i = 0; i < n; i++) {
    float gradient = f.sign * g[i] + f.l2 * p[i];
    float mean = f.beta1 * m[i] + f.rest1 * gradient;
    float square = f.beta2 * v[i] + f.rest2 * gradient * gradient;
    m[i] = mean;
    v[i] = square;
    p[i] = f.shrink * p[i] - f.rate * mean / (std::sqrt(square) * f.correction + f.eps);
  }
}

TC_VECTORIZED void amsgrad_loop(float* __restrict p, const float* __restrict g, float* __restrict m,
                                float* __restrict v, float* __restrict highest, int64_t n, AdamFactors f) {
  for (int64_t i = 0; i < n; i++) {
    float gradient = f.sign * g[i] + f.l2 * p[i];
    float mean = f.beta1 * m[i] + f.rest1 * gradient;
    float square = f.beta2 * v[i] + f.rest2 * gradient * gradient;
    float top = highest[i] > square ? highest[i] : square;
    m[i] = mean;
    v[i] = square;
    highest[i] = top;
    p[i] = f.shrink * p[i] - f.rate * mean / (std::sqrt(top) * f.correction + f.eps);
  }
}

TC_VECTORIZED void sgd_loop(float* __restrict p, const float* __restrict g, int64_t n, float decay, float rate) {
  for (int64_t i = 0; i < n; i++) p[i] += rate * (g[i] + decay * p[i]);
}

TC_VECTORIZED void momentum_loop(float* __restrict p, const float* __restrict g, float* __restrict buffer, int64_t n,
                                 float decay, float momentum, float rest, float nesterov, float direct, float rate) {
  for (int64_t i = 0; i < n; i++) {
    float gradient = g[i] + decay * p[i];
    float velocity = momentum * buffer[i] + rest * gradient;
    buffer[i] = velocity;
    p[i] += rate * (direct * gradient + nesterov * velocity);
  }
}

TC_VECTORIZED void rmsprop_loop(float* __restrict p, const float* __restrict g, float* __restrict square, int64_t n,
                                float sign, float decay, float alpha, float eps, float rate) {
  for (int64_t i = 0; i < n; i++) {
    float gradient = sign * g[i] + decay * p[i];
    float average = alpha * square[i] + (1 - alpha) * gradient * gradient;
    square[i] = average;
    p[i] -= rate * gradient / (std::sqrt(average) + eps);
  }
}

}  // namespace

/// Zeroes the gradients in place, as far as there are any.
TC_API(optim_zero_grad)(TensorIn* parameters, int64_t count) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    for (int64_t i = 0; i < count; i++) {
      auto& gradient = parameters[i]->mutable_grad();
      if (gradient.defined()) gradient.zero_();
    }
  });
}

/// Adam, and AdamW where the decay is decoupled. The steps are counted up for each parameter that has a
/// gradient; highest is null unless amsgrad is asked for.
TC_API(optim_adam)(TensorIn* parameters, TensorIn* means, TensorIn* squares, TensorIn* highest, int64_t* steps,
                   int64_t count, double rate, double beta1, double beta2, double eps, double decay, bool decoupled,
                   bool maximize) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    FlushDenormals flush;
    double l2 = decoupled ? 0 : decay, shrink = decoupled ? 1 - rate * decay : 1;
    for (int64_t i = 0; i < count; i++) {
      auto& p = *parameters[i];
      const auto& g = p.grad();
      if (!g.defined()) continue;
      auto &m = *means[i], &v = *squares[i];
      double step = static_cast<double>(++steps[i]);
      double step_size = rate / (1 - std::pow(beta1, step));
      double root = std::sqrt(1 - std::pow(beta2, step));

      if (all_plain(p, g, m, v) && (!highest || is_plain(*highest[i]))) {
        AdamFactors f{maximize ? -1.f : 1.f, float(l2),        float(shrink),   float(beta1), float(1 - beta1),
                      float(beta2),          float(1 - beta2), float(1 / root), float(eps),   float(step_size)};
        if (highest)
          amsgrad_loop(data(p), data(g), data(m), data(v), data(*highest[i]), p.numel(), f);
        else
          adam_loop(data(p), data(g), data(m), data(v), p.numel(), f);
        continue;
      }

      auto gradient = effective_gradient(p, g, l2, maximize);
      if (shrink != 1) p.mul_(shrink);
      m.mul_(beta1).add_(gradient, 1 - beta1);
      v.mul_(beta2).addcmul_(gradient, gradient.conj(), 1 - beta2);
      if (highest) highest[i]->copy_(at::maximum(*highest[i], v));
      p.addcdiv_(m, (highest ? *highest[i] : v).sqrt().div_(root).add_(eps), -step_size);
    }
  });
}

/// Momentum buffers that do not exist yet (null) are created from the first gradient and handed out.
TC_API(optim_sgd)(TensorIn* parameters, TensorIn* buffers, int64_t count, double rate, double momentum,
                  double dampening, double decay, bool nesterov, bool maximize) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    FlushDenormals flush;
    double signed_rate = maximize ? rate : -rate;
    for (int64_t i = 0; i < count; i++) {
      auto& p = *parameters[i];
      const auto& g = p.grad();
      if (!g.defined()) continue;

      if (momentum == 0) {
        if (all_plain(p, g))
          sgd_loop(data(p), data(g), p.numel(), float(decay), float(signed_rate));
        else
          p.add_(effective_gradient(p, g, decay, false), signed_rate);
        continue;
      }

      if (buffers[i] && all_plain(p, g, *buffers[i])) {
        momentum_loop(data(p), data(g), data(*buffers[i]), p.numel(), float(decay), float(momentum),
                      float(1 - dampening), nesterov ? float(momentum) : 1.f, nesterov ? 1.f : 0.f,
                      float(signed_rate));
        continue;
      }

      auto gradient = effective_gradient(p, g, decay, false);
      if (buffers[i])
        buffers[i]->mul_(momentum).add_(gradient, 1 - dampening);
      else
        buffers[i] = new at::Tensor(gradient.detach().clone());
      p.add_(nesterov ? gradient.add(*buffers[i], momentum) : *buffers[i], signed_rate);
    }
  });
}

/// The averages of gradients and the momentum buffers are null where the options do not ask for them.
TC_API(optim_rmsprop)(TensorIn* parameters, TensorIn* squares, TensorIn* averages, TensorIn* buffers, int64_t* steps,
                      int64_t count, double rate, double alpha, double eps, double decay, double momentum,
                      bool maximize) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    FlushDenormals flush;
    for (int64_t i = 0; i < count; i++) {
      auto& p = *parameters[i];
      const auto& g = p.grad();
      if (!g.defined()) continue;
      steps[i]++;
      auto& square = *squares[i];

      if (!averages && !buffers && all_plain(p, g, square)) {
        rmsprop_loop(data(p), data(g), data(square), p.numel(), maximize ? -1.f : 1.f, float(decay), float(alpha),
                     float(eps), float(rate));
        continue;
      }

      auto gradient = effective_gradient(p, g, decay, maximize);
      square.mul_(alpha).addcmul_(gradient, gradient, 1 - alpha);
      at::Tensor scale;
      if (averages) {
        averages[i]->mul_(alpha).add_(gradient, 1 - alpha);
        scale = square.addcmul(*averages[i], *averages[i], -1).sqrt_().add_(eps);
      } else {
        scale = square.sqrt().add_(eps);
      }
      if (buffers) {
        buffers[i]->mul_(momentum).addcdiv_(gradient, scale);
        p.add_(*buffers[i], -rate);
      } else {
        p.addcdiv_(gradient, scale, -rate);
      }
    }
  });
}

/// Scales all gradients so that their common norm is at most max_norm; gives the norm before that.
TC_API(optim_clip_grad_norm)(TensorIn* parameters, int64_t count, double max_norm, double norm_type, double* out) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    std::vector<at::Tensor> gradients;
    for (int64_t i = 0; i < count; i++)
      if (parameters[i]->grad().defined()) gradients.push_back(parameters[i]->grad());
    *out = 0;
    if (gradients.empty()) return;

    bool infinite = std::isinf(norm_type);
    std::vector<at::Tensor> norms;
    for (auto& gradient : gradients)
      norms.push_back(infinite ? gradient.abs().max() : gradient.norm(norm_type));
    auto all = at::stack(norms);
    *out = (infinite ? all.max() : all.norm(norm_type)).item<double>();

    double factor = max_norm / (*out + 1e-6);
    if (factor < 1)
      for (auto& gradient : gradients) gradient.mul_(factor);
  });
}

TC_API(optim_clip_grad_value)(TensorIn* parameters, int64_t count, double limit) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    for (int64_t i = 0; i < count; i++) {
      auto& gradient = parameters[i]->mutable_grad();
      if (gradient.defined()) gradient.clamp_(-limit, limit);
    }
  });
}

TC_API(optim_parameters_to_vector)(TensorIn* parameters, int64_t count, TensorOut out) {
  return guarded([&] {
    std::vector<at::Tensor> parts;
    for (int64_t i = 0; i < count; i++) parts.push_back(parameters[i]->reshape({-1}));
    give(out, at::cat(parts));
  });
}

TC_API(optim_vector_to_parameters)(TensorIn vector, TensorIn* parameters, int64_t count) {
  return guarded([&] {
    at::NoGradGuard no_grad;
    int64_t start = 0;
    for (int64_t i = 0; i < count; i++) {
      int64_t length = parameters[i]->numel();
      parameters[i]->copy_(vector->narrow(0, start, length).view_as(*parameters[i]));
      start += length;
    }
  });
}
