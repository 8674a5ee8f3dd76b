using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Comparisons, truth values and choices, element by element.</summary>
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Native.Wrap(Native.tc_eq(this, target, out var result), result);

        public Tensor eq(Scalar target) => Native.Wrap(Native.tc_eq_s(this, target, out var result), result);

        public Tensor eq_(Tensor target) => InPlace(Native.tc_eq_(this, target));

        public Tensor eq_(Scalar target) => InPlace(Native.tc_eq_s_(this, target));

        public Tensor ne(Tensor target) => Native.Wrap(Native.tc_ne(this, target, out var result), result);

        public Tensor ne(Scalar target) => Native.Wrap(Native.tc_ne_s(this, target, out var result), result);

        public Tensor ne_(Tensor target) => InPlace(Native.tc_ne_(this, target));

        public Tensor ne_(Scalar target) => InPlace(Native.tc_ne_s_(this, target));

        public Tensor lt(Tensor target) => Native.Wrap(Native.tc_lt(this, target, out var result), result);

        public Tensor lt(Scalar target) => Native.Wrap(Native.tc_lt_s(this, target, out var result), result);

        public Tensor lt_(Tensor target) => InPlace(Native.tc_lt_(this, target));

        public Tensor lt_(Scalar target) => InPlace(Native.tc_lt_s_(this, target));

        public Tensor le(Tensor target) => Native.Wrap(Native.tc_le(this, target, out var result), result);

        public Tensor le(Scalar target) => Native.Wrap(Native.tc_le_s(this, target, out var result), result);

        public Tensor le_(Tensor target) => InPlace(Native.tc_le_(this, target));

        public Tensor le_(Scalar target) => InPlace(Native.tc_le_s_(this, target));

        public Tensor gt(Tensor target) => Native.Wrap(Native.tc_gt(this, target, out var result), result);

        public Tensor gt(Scalar target) => Native.Wrap(Native.tc_gt_s(this, target, out var result), result);

        public Tensor gt_(Tensor target) => InPlace(Native.tc_gt_(this, target));

        public Tensor gt_(Scalar target) => InPlace(Native.tc_gt_s_(this, target));

        public Tensor ge(Tensor target) => Native.Wrap(Native.tc_ge(this, target, out var result), result);

        public Tensor ge(Scalar target) => Native.Wrap(Native.tc_ge_s(this, target, out var result), result);

        public Tensor ge_(Tensor target) => InPlace(Native.tc_ge_(this, target));

        public Tensor ge_(Scalar target) => InPlace(Native.tc_ge_s_(this, target));

        public Tensor greater(Tensor target) => gt(target);

        public Tensor greater_equal(Tensor target) => ge(target);

        public Tensor less(Tensor target) => lt(target);

        public Tensor less_equal(Tensor target) => le(target);

        public Tensor not_equal(Tensor target) => ne(target);

        // Element by element, in spite of the name; Equals compares whole tensors.
        public Tensor equal(Tensor target) => eq(target);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Native.Wrap(Native.tc_isclose(this, other, rtol, atol, nanEqual, out var result), result);

        public Tensor maximum(Tensor other) => Native.Wrap(Native.tc_maximum(this, other, out var result), result);

        public Tensor minimum(Tensor other) => Native.Wrap(Native.tc_minimum(this, other, out var result), result);

        public Tensor max(Tensor other) => maximum(other);

        public Tensor min(Tensor other) => minimum(other);

        public Tensor logical_and(Tensor other) =>
            Native.Wrap(Native.tc_logical_and(this, other, out var result), result);

        public Tensor logical_and_(Tensor other) => InPlace(Native.tc_logical_and_(this, other));

        public Tensor logical_or(Tensor other) =>
            Native.Wrap(Native.tc_logical_or(this, other, out var result), result);

        public Tensor logical_or_(Tensor other) => InPlace(Native.tc_logical_or_(this, other));

        public Tensor logical_xor(Tensor other) =>
            Native.Wrap(Native.tc_logical_xor(this, other, out var result), result);

        public Tensor logical_xor_(Tensor other) => InPlace(Native.tc_logical_xor_(this, other));

        public Tensor logical_not() => Native.Wrap(Native.tc_logical_not(this, out var result), result);

        public Tensor logical_not_() => InPlace(Native.tc_logical_not_(this));

        public Tensor bitwise_and(Tensor other) =>
            Native.Wrap(Native.tc_bitwise_and(this, other, out var result), result);

        public Tensor bitwise_or(Tensor other) =>
            Native.Wrap(Native.tc_bitwise_or(this, other, out var result), result);

        public Tensor bitwise_xor(Tensor other) =>
            Native.Wrap(Native.tc_bitwise_xor(this, other, out var result), result);

        public Tensor bitwise_not() => Native.Wrap(Native.tc_bitwise_not(this, out var result), result);

        public Tensor where(Tensor condition, Tensor y) =>
            Native.Wrap(Native.tc_where(condition, this, y, out var result), result);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Native.Wrap(Native.tc_isin(this, test_elements, assumeUnique, invert, out var result), result);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            Native.Check(Native.tc_allclose(this, target, rtol, atol, equal_nan, out var close));
            return close;
        }
    }
}
