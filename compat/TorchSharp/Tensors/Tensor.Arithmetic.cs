using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sums, products, quotients and powers. What ends in _ changes this tensor and returns it.</summary>
    public partial class Tensor
    {
        public Tensor add(Tensor target) => add(target, s_one);

        public Tensor add(Tensor target, Scalar alpha) =>
            Native.Wrap(Native.tc_add(this, target, alpha, out var result), result);

        public Tensor add(Scalar scalar) => add(scalar, s_one);

        public Tensor add(Scalar scalar, Scalar alpha) =>
            Native.Wrap(Native.tc_add_s(this, scalar, alpha, out var result), result);

        public Tensor add_(Tensor target) => add_(target, s_one);

        public Tensor add_(Tensor target, Scalar alpha) => InPlace(Native.tc_add_(this, target, alpha));

        public Tensor add_(Scalar scalar) => add_(scalar, s_one);

        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(Native.tc_add_s_(this, scalar, alpha));

        public Tensor sub(Tensor target) => Native.Wrap(Native.tc_sub(this, target, s_one, out var result), result);

        public Tensor sub(Scalar target) => Native.Wrap(Native.tc_sub_s(this, target, s_one, out var result), result);

        public Tensor sub_(Tensor target) => InPlace(Native.tc_sub_(this, target, s_one));

        public Tensor sub_(Scalar target) => InPlace(Native.tc_sub_s_(this, target, s_one));

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor subtract_(Tensor target) => sub_(target);

        public Tensor subtract_(Scalar target) => sub_(target);

        public Tensor mul(Tensor target) => Native.Wrap(Native.tc_mul(this, target, out var result), result);

        public Tensor mul(Scalar target) => Native.Wrap(Native.tc_mul_s(this, target, out var result), result);

        public Tensor mul_(Tensor target) => InPlace(Native.tc_mul_(this, target));

        public Tensor mul_(Scalar target) => InPlace(Native.tc_mul_s_(this, target));

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor multiply(Scalar target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.Wrap(Native.tc_div(this, target, (int)rounding_mode, out var result), result);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.Wrap(Native.tc_div_s(this, target, (int)rounding_mode, out var result), result);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(Native.tc_div_(this, target, (int)rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(Native.tc_div_s_(this, target, (int)rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            div(target, rounding_mode);

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            div_(target, rounding_mode);

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            div_(target, rounding_mode);

        public Tensor true_divide(Tensor other) => div(other);

        public Tensor true_divide(Scalar other) => div(other);

        public Tensor true_divide_(Tensor other) => div_(other);

        public Tensor true_divide_(Scalar other) => div_(other);

        public Tensor floor_divide(Tensor other) =>
            Native.Wrap(Native.tc_floor_divide(this, other, out var result), result);

        public Tensor remainder(Tensor target) =>
            Native.Wrap(Native.tc_remainder(this, target, out var result), result);

        public Tensor remainder(Scalar scalar) =>
            Native.Wrap(Native.tc_remainder_s(this, scalar, out var result), result);

        public Tensor remainder_(Tensor target) => InPlace(Native.tc_remainder_(this, target));

        public Tensor remainder_(Scalar scalar) => InPlace(Native.tc_remainder_s_(this, scalar));

        public Tensor fmod(Tensor target) => Native.Wrap(Native.tc_fmod(this, target, out var result), result);

        public Tensor fmod(Scalar scalar) => Native.Wrap(Native.tc_fmod_s(this, scalar, out var result), result);

        public Tensor fmod_(Tensor target) => InPlace(Native.tc_fmod_(this, target));

        public Tensor fmod_(Scalar scalar) => InPlace(Native.tc_fmod_s_(this, scalar));

        public Tensor pow(Tensor exponent) => Native.Wrap(Native.tc_pow(this, exponent, out var result), result);

        public Tensor pow(Scalar exponent) => Native.Wrap(Native.tc_pow_s(this, exponent, out var result), result);

        public Tensor pow_(Tensor exponent) => InPlace(Native.tc_pow_(this, exponent));

        public Tensor pow_(Scalar exponent) => InPlace(Native.tc_pow_s_(this, exponent));

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Native.Wrap(Native.tc_addcmul(this, tensor1, tensor2, value, out var result), result);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            InPlace(Native.tc_addcmul_(this, tensor1, tensor2, value));

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, s_one);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Native.Wrap(Native.tc_addcdiv(this, tensor1, tensor2, value, out var result), result);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, s_one);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            InPlace(Native.tc_addcdiv_(this, tensor1, tensor2, value));

        public Tensor lerp(Tensor end, Tensor weight) =>
            Native.Wrap(Native.tc_lerp(this, end, weight, out var result), result);

        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(Native.tc_lerp_(this, end, weight));

        public Tensor xlogy(Tensor y) => Native.Wrap(Native.tc_xlogy(this, y, out var result), result);

        public Tensor logaddexp(Tensor other) => Native.Wrap(Native.tc_logaddexp(this, other, out var result), result);

        public Tensor atan2(Tensor other) => Native.Wrap(Native.tc_atan2(this, other, out var result), result);

        public Tensor fill_(Scalar value) => InPlace(Native.tc_fill_(this, value));

        /// <summary>Unlike the other in-place operations this one returns a new handle to the same elements.</summary>
        public Tensor zero_() => InPlace(Native.tc_zero_(this)).alias();

        private static readonly Scalar s_one = 1;

        private Tensor InPlace(IntPtr error)
        {
            Native.Check(error);
            return this;
        }
    }
}
