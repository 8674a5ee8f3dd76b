using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Products of vectors and matrices.</summary>
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Native.Wrap(Native.tc_matmul(this, target, out var result), result);

        public Tensor mm(Tensor target) => Native.Wrap(Native.tc_mm(this, target, out var result), result);

        public Tensor bmm(Tensor batch2) => Native.Wrap(Native.tc_bmm(this, batch2, out var result), result);

        public Tensor mv(Tensor target) => Native.Wrap(Native.tc_mv(this, target, out var result), result);

        public Tensor dot(Tensor target) => Native.Wrap(Native.tc_dot(this, target, out var result), result);

        public Tensor inner(Tensor vec2) => Native.Wrap(Native.tc_inner(this, vec2, out var result), result);

        public Tensor outer(Tensor vec2) => Native.Wrap(Native.tc_outer(this, vec2, out var result), result);

        public Tensor ger(Tensor vec2) => outer(vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Native.Wrap(Native.tc_addmm(this, mat1, mat2, beta, alpha, out var result), result);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            InPlace(Native.tc_addmm_(this, mat1, mat2, beta, alpha));

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) =>
            Native.Wrap(Native.tc_addmv(this, mat, vec, beta, alpha, out var result), result);

        public Tensor trace() => Native.Wrap(Native.tc_trace(this, out var result), result);

        public Tensor inverse() => Native.Wrap(Native.tc_linalg_inv(this, out var result), result);

        public Tensor det() => Native.Wrap(Native.tc_linalg_det(this, out var result), result);

        public Tensor cholesky(bool upper = false) => upper ? linalg.cholesky(this).mT : linalg.cholesky(this);
    }
}
