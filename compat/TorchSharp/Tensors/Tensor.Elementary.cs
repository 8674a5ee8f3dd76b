using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Elementary functions of each element.</summary>
    public partial class Tensor
    {
        public Tensor abs() => Native.Wrap(Native.tc_abs(this, out var result), result);

        public Tensor abs_() => InPlace(Native.tc_abs_(this));

        public Tensor acos() => Native.Wrap(Native.tc_acos(this, out var result), result);

        public Tensor acos_() => InPlace(Native.tc_acos_(this));

        public Tensor asin() => Native.Wrap(Native.tc_asin(this, out var result), result);

        public Tensor asin_() => InPlace(Native.tc_asin_(this));

        public Tensor atan() => Native.Wrap(Native.tc_atan(this, out var result), result);

        public Tensor atan_() => InPlace(Native.tc_atan_(this));

        public Tensor ceil() => Native.Wrap(Native.tc_ceil(this, out var result), result);

        public Tensor ceil_() => InPlace(Native.tc_ceil_(this));

        public Tensor cos() => Native.Wrap(Native.tc_cos(this, out var result), result);

        public Tensor cos_() => InPlace(Native.tc_cos_(this));

        public Tensor cosh() => Native.Wrap(Native.tc_cosh(this, out var result), result);

        public Tensor cosh_() => InPlace(Native.tc_cosh_(this));

        public Tensor digamma() => Native.Wrap(Native.tc_digamma(this, out var result), result);

        public Tensor erf() => Native.Wrap(Native.tc_erf(this, out var result), result);

        public Tensor erf_() => InPlace(Native.tc_erf_(this));

        public Tensor erfc() => Native.Wrap(Native.tc_erfc(this, out var result), result);

        public Tensor erfc_() => InPlace(Native.tc_erfc_(this));

        public Tensor exp() => Native.Wrap(Native.tc_exp(this, out var result), result);

        public Tensor exp_() => InPlace(Native.tc_exp_(this));

        public Tensor expm1() => Native.Wrap(Native.tc_expm1(this, out var result), result);

        public Tensor expm1_() => InPlace(Native.tc_expm1_(this));

        public Tensor floor() => Native.Wrap(Native.tc_floor(this, out var result), result);

        public Tensor floor_() => InPlace(Native.tc_floor_(this));

        public Tensor frac() => Native.Wrap(Native.tc_frac(this, out var result), result);

        public Tensor frac_() => InPlace(Native.tc_frac_(this));

        public Tensor isfinite() => Native.Wrap(Native.tc_isfinite(this, out var result), result);

        public Tensor isinf() => Native.Wrap(Native.tc_isinf(this, out var result), result);

        public Tensor isnan() => Native.Wrap(Native.tc_isnan(this, out var result), result);

        public Tensor lgamma() => Native.Wrap(Native.tc_lgamma(this, out var result), result);

        public Tensor log() => Native.Wrap(Native.tc_log(this, out var result), result);

        public Tensor log_() => InPlace(Native.tc_log_(this));

        public Tensor log10() => Native.Wrap(Native.tc_log10(this, out var result), result);

        public Tensor log10_() => InPlace(Native.tc_log10_(this));

        public Tensor log1p() => Native.Wrap(Native.tc_log1p(this, out var result), result);

        public Tensor log1p_() => InPlace(Native.tc_log1p_(this));

        public Tensor log2() => Native.Wrap(Native.tc_log2(this, out var result), result);

        public Tensor log2_() => InPlace(Native.tc_log2_(this));

        public Tensor neg() => Native.Wrap(Native.tc_neg(this, out var result), result);

        public Tensor neg_() => InPlace(Native.tc_neg_(this));

        public Tensor reciprocal() => Native.Wrap(Native.tc_reciprocal(this, out var result), result);

        public Tensor reciprocal_() => InPlace(Native.tc_reciprocal_(this));

        public Tensor relu() => Native.Wrap(Native.tc_relu(this, out var result), result);

        public Tensor relu_() => InPlace(Native.tc_relu_(this));

        public Tensor rsqrt() => Native.Wrap(Native.tc_rsqrt(this, out var result), result);

        public Tensor rsqrt_() => InPlace(Native.tc_rsqrt_(this));

        public Tensor sigmoid() => Native.Wrap(Native.tc_sigmoid(this, out var result), result);

        public Tensor sigmoid_() => InPlace(Native.tc_sigmoid_(this));

        public Tensor sign() => Native.Wrap(Native.tc_sign(this, out var result), result);

        public Tensor sign_() => InPlace(Native.tc_sign_(this));

        public Tensor sin() => Native.Wrap(Native.tc_sin(this, out var result), result);

        public Tensor sin_() => InPlace(Native.tc_sin_(this));

        public Tensor sinh() => Native.Wrap(Native.tc_sinh(this, out var result), result);

        public Tensor sinh_() => InPlace(Native.tc_sinh_(this));

        public Tensor sqrt() => Native.Wrap(Native.tc_sqrt(this, out var result), result);

        public Tensor sqrt_() => InPlace(Native.tc_sqrt_(this));

        public Tensor square() => Native.Wrap(Native.tc_square(this, out var result), result);

        public Tensor tan() => Native.Wrap(Native.tc_tan(this, out var result), result);

        public Tensor tan_() => InPlace(Native.tc_tan_(this));

        public Tensor tanh() => Native.Wrap(Native.tc_tanh(this, out var result), result);

        public Tensor tanh_() => InPlace(Native.tc_tanh_(this));

        public Tensor trunc() => Native.Wrap(Native.tc_trunc(this, out var result), result);

        public Tensor trunc_() => InPlace(Native.tc_trunc_(this));

        public Tensor absolute() => abs();

        public Tensor absolute_() => abs_();

        public Tensor negative() => neg();

        public Tensor round(long decimals = 0) => Native.Wrap(Native.tc_round(this, decimals, out var result), result);

        public Tensor round_(long decimals = 0) => InPlace(Native.tc_round_(this, decimals));

        public Tensor fix() => trunc();

        public Tensor fix_() => trunc_();

        public unsafe Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null)
        {
            var (above, below) = (posinf.GetValueOrDefault(), neginf.GetValueOrDefault());
            var error = Native.tc_nan_to_num(this, nan, posinf.HasValue ? &above : null,
                neginf.HasValue ? &below : null, out var result);
            return Native.Wrap(error, result);
        }

        public Tensor clamp(Scalar min = null, Scalar max = null) =>
            Native.Wrap(Native.tc_clamp(this, min, max, out var result), result);

        public Tensor clamp(Tensor min = null, Tensor max = null) =>
            Native.Wrap(Native.tc_clamp_tensor(this, min, max, out var result), result);

        public Tensor clamp_(Scalar min = null, Scalar max = null) => InPlace(Native.tc_clamp_(this, min, max));

        public Tensor clamp_(Tensor min = null, Tensor max = null) => InPlace(Native.tc_clamp_tensor_(this, min, max));

        public Tensor clip(Scalar min = null, Scalar max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => clamp(min, null);

        public Tensor clamp_max(Scalar max) => clamp(null, max);

        public Tensor clamp_min_(Scalar min) => clamp_(min, null);

        public Tensor clamp_max_(Scalar max) => clamp_(null, max);
    }
}
