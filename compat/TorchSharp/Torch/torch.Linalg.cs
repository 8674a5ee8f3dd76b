using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Decompositions, inverses and norms of matrices.</summary>
    public static partial class linalg
    {
        public static Tensor cholesky(Tensor input) =>
            Native.Wrap(Native.tc_linalg_cholesky(input, out var result), result);

        public static Tensor det(Tensor input) => Native.Wrap(Native.tc_linalg_det(input, out var result), result);

        public static Tensor inv(Tensor input) => Native.Wrap(Native.tc_linalg_inv(input, out var result), result);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false)
        {
            if (atol.HasValue || rtol.HasValue || hermitian)
                throw new NotSupportedException("pinv takes no tolerances in this build of TorchSharp.");
            return Native.Wrap(Native.tc_linalg_pinv(input, out var result), result);
        }

        public static (Tensor, Tensor) slogdet(Tensor input) =>
            Native.Wrap(Native.tc_linalg_slogdet(input, out var first, out var second), first, second);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L')
        {
            var error = Native.tc_linalg_eigh(input, UPLO == 'U', out var values, out var vectors);
            return Native.Wrap(error, values, vectors);
        }

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') =>
            Native.Wrap(Native.tc_linalg_eigvalsh(input, UPLO == 'U', out var values), values);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced)
        {
            var error = Native.tc_linalg_qr(input, mode.ToString().ToLowerInvariant(), out var first, out var second);
            return Native.Wrap(error, first, second);
        }

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true)
        {
            Native.Check(Native.tc_linalg_svd(input, fullMatrices, out var u, out var s, out var vh));
            return (new Tensor(u), new Tensor(s), new Tensor(vh));
        }

        public static Tensor svdvals(Tensor input) =>
            Native.Wrap(Native.tc_linalg_svdvals(input, out var result), result);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) =>
            Native.Wrap(Native.tc_linalg_solve(A, B, left, out var result), result);

        public static Tensor norm(Tensor input, long[] dims = null, bool keepdim = false) =>
            Norm(input, null, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[] dims = null, bool keepdim = false) =>
            Norm(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, int ord, long[] dims = null, bool keepdim = false) =>
            Norm(input, ord, dims, keepdim);

        /// <summary>"fro" and "nuc" for matrices, "inf" and "-inf".</summary>
        public static Tensor norm(Tensor input, string ord, long[] dims = null, bool keepdim = false)
        {
            var error = Native.tc_linalg_norm_named(input, ord, dims, dims?.Length ?? 0, keepdim, out var result);
            return Native.Wrap(error, result);
        }

        public static Tensor vector_norm(Tensor input, double ord = 2, long[] dims = null, bool keepdim = false)
        {
            var error = Native.tc_linalg_vector_norm(input, ord, dims, dims?.Length ?? 0, keepdim, out var result);
            return Native.Wrap(error, result);
        }

        private static Tensor Norm(Tensor input, Scalar order, long[] dims, bool keepdim)
        {
            var error = Native.tc_linalg_norm(input, order, dims, dims?.Length ?? 0, keepdim, out var result);
            return Native.Wrap(error, result);
        }

        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }
    }
}
