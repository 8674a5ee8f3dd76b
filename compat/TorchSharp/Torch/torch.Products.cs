using System;

namespace TorchSharp;

/// <summary>Products of vectors and matrices.</summary>
public static partial class torch
{
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    public static Tensor inner(Tensor input, Tensor vec2) => input.inner(vec2);

    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    public static Tensor ger(Tensor input, Tensor vec2) => input.ger(vec2);

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmm(mat1, mat2, beta, alpha);

    public static Tensor addmv(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmv(mat1, mat2, beta, alpha);

    public static Tensor trace(Tensor input) => input.trace();

    public static Tensor inverse(Tensor input) => input.inverse();

    public static Tensor det(Tensor input) => input.det();

    public static Tensor cholesky(Tensor input) => linalg.cholesky(input);

    public static (Tensor, Tensor) slogdet(Tensor A) => linalg.slogdet(A);

    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var handles = Native.Handles((ReadOnlySpan<Tensor>)tensors);
        var product = Native.Wrap(Native.tc_einsum(equation, handles, handles.Length, out var result), result);
        GC.KeepAlive(tensors);
        return product;
    }
}
