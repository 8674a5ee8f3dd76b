using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

/// <summary>Values worked out by hand.</summary>
[TestClass]
public class ValueTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static Tensor A => tensor(new[] { 1f, -2, 3, 4, 5, -6 }, [2, 3]);

    private static Tensor B => tensor(new[] { 2f, 2, 3, 1, -5, 0.5f }, [2, 3]);

    private static Tensor Mask => tensor(new[] { true, false, false, true, true, false }, [2, 3]);

    private static Tensor Odd => tensor(new[] { 1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity });

    private static Tensor Whole => tensor(new[] { 7L, -7, 3 });

    public static IEnumerable<object[]> Cases()
    {
        foreach (var (name, function, expected) in Arithmetic().Concat(Comparisons()).Concat(Reductions()).Concat(Shapes()))
            yield return [name, function, expected];
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void ValueIs(string name, Func<Tensor> function, double[] expected)
    {
        using var scope = NewDisposeScope();
        TensorAssert.AreEqual(expected, function(), 1e-6, name);
    }

    private static IEnumerable<(string, Func<Tensor>, double[])> Arithmetic()
    {
        yield return ("add", () => A + B, [3, 0, 6, 5, 0, -5.5]);
        yield return ("add alpha", () => A.add(B, 2), [5, 2, 9, 6, -5, -5]);
        yield return ("sub", () => A - B, [-1, -4, 0, 3, 10, -6.5]);
        yield return ("scalar - tensor", () => 1 - A, [0, 3, -2, -3, -4, 7]);
        yield return ("mul", () => A * B, [2, -4, 9, 4, -25, -3]);
        yield return ("div", () => A / B, [0.5, -1, 1, 4, -1, -12]);
        yield return ("scalar / tensor", () => 12 / A, [12, -6, 4, 3, 2.4, -2]);
        yield return ("div floor", () => A.div(2, RoundingMode.floor), [0, -1, 1, 2, 2, -3]);
        yield return ("div trunc", () => tensor(-3.5).div(2, RoundingMode.trunc), [-1]);
        yield return ("integer / integer", () => Whole / 2, [3.5, -3.5, 1.5]);
        yield return ("floor_divide", () => Whole.floor_divide(tensor(2L)), [3, -4, 1]);
        yield return ("remainder", () => Whole % 4, [3, 1, 3]);
        yield return ("fmod", () => Whole.fmod(4), [3, -3, 3]);
        yield return ("neg", () => -A, [-1, 2, -3, -4, -5, 6]);
        yield return ("pow", () => A.pow(2), [1, 4, 9, 16, 25, 36]);
        yield return ("abs", () => abs(A), [1, 2, 3, 4, 5, 6]);
        yield return ("sign", () => A.sign(), [1, -1, 1, 1, 1, -1]);
        yield return ("square", () => A.square(), [1, 4, 9, 16, 25, 36]);
        yield return ("floor", () => (A / 4).floor(), [0, -1, 0, 1, 1, -2]);
        yield return ("ceil", () => (A / 4).ceil(), [1, 0, 1, 1, 2, -1]);
        yield return ("round to even", () => tensor(new[] { 0.5, 1.5, 2.5 }).round(), [0, 2, 2]);
        yield return ("round decimals", () => tensor(1.2345).round(2), [1.23]);
        yield return ("sigmoid", () => tensor(0f).sigmoid(), [0.5]);
        yield return ("tanh", () => tensor(0.5).tanh(), [0.46211715726]);
        yield return ("erf", () => tensor(0.5).erf(), [0.5204998778]);
        yield return ("log1p", () => tensor(1e-10).log1p(), [1e-10]);
        yield return ("expm1", () => tensor(1e-10).expm1(), [1e-10]);
        yield return ("softmax", () => tensor(new[] { 0.0, Math.Log(3) }).softmax(0), [0.25, 0.75]);
        yield return ("log_softmax", () => tensor(new[] { 0.0, 0.0 }).log_softmax(0), [-0.69314718056, -0.69314718056]);
        yield return ("clamp", () => A.clamp(-1, 3), [1, -1, 3, 3, 3, -1]);
        yield return ("clamp tensors", () => A.clamp(max: B), [1, -2, 3, 1, -5, -6]);
        yield return ("addcmul", () => A.addcmul(A, B, 2), [5, -10, 21, 12, -45, -12]);
        yield return ("addcdiv", () => A.addcdiv(A, B), [1.5, -3, 4, 8, 4, -18]);
        yield return ("lerp", () => A.lerp(B, tensor(0.5f)), [1.5, 0, 3, 2.5, 0, -2.75]);
        yield return ("nan_to_num", () => Odd.nan_to_num(9, 8, -8), [1, 9, 8, -8]);
    }

    private static IEnumerable<(string, Func<Tensor>, double[])> Comparisons()
    {
        yield return ("eq", () => A == B, [0, 0, 1, 0, 0, 0]);
        yield return ("ne", () => A != B, [1, 1, 0, 1, 1, 1]);
        yield return ("lt", () => A < B, [1, 1, 0, 0, 0, 1]);
        yield return ("le", () => A <= B, [1, 1, 1, 0, 0, 1]);
        yield return ("gt scalar", () => A > 3, [0, 0, 0, 1, 1, 0]);
        yield return ("scalar gt", () => 3 > A, [1, 1, 0, 0, 0, 1]);
        yield return ("ge method", () => A.ge(3), [0, 0, 1, 1, 1, 0]);
        yield return ("equal, element by element", () => A.equal(B), [0, 0, 1, 0, 0, 0]);
        yield return ("and", () => Mask & (A > 3), [0, 0, 0, 1, 1, 0]);
        yield return ("or", () => Mask | (A > 3), [1, 0, 0, 1, 1, 0]);
        yield return ("xor", () => Mask ^ (A > 3), [1, 0, 0, 0, 0, 0]);
        yield return ("not", () => ~Mask, [0, 1, 1, 0, 0, 1]);
        yield return ("logical_not", () => Mask.logical_not(), [0, 1, 1, 0, 0, 1]);
        yield return ("maximum", () => maximum(A, B), [2, 2, 3, 4, 5, 0.5]);
        yield return ("minimum", () => A.minimum(B), [1, -2, 3, 1, -5, -6]);
        yield return ("where", () => where(Mask, A, B), [1, 2, 3, 4, 5, 0.5]);
        yield return ("isnan", () => Odd.isnan(), [0, 1, 0, 0]);
        yield return ("isinf", () => Odd.isinf(), [0, 0, 1, 1]);
        yield return ("isfinite", () => isfinite(Odd), [1, 0, 0, 0]);
        yield return ("isclose", () => isclose(A, A + 1e-7), [1, 1, 1, 1, 1, 1]);
        yield return ("isin", () => Whole.isin(tensor(new[] { 3L, 7 })), [1, 0, 1]);
    }

    private static IEnumerable<(string, Func<Tensor>, double[])> Reductions()
    {
        yield return ("sum", () => A.sum(), [5]);
        yield return ("sum dim", () => A.sum(dim: 0), [5, 3, -3]);
        yield return ("sum bools", () => Mask.sum(), [3]);
        yield return ("mean", () => A.mean(), [5 / 6.0]);
        yield return ("mean dim", () => A.mean([1]), [2 / 3.0, 1]);
        yield return ("var", () => tensor(new[] { 1.0, 2, 3, 4 }).var(0), [5 / 3.0]);
        yield return ("var biased", () => tensor(new[] { 1.0, 2, 3, 4 }).var(0, unbiased: false), [1.25]);
        yield return ("std dim", () => tensor(new[] { 1.0, 3 }, [1, 2]).std(1), [Math.Sqrt(2)]);
        yield return ("var_mean", () => stack([A.var_mean(1).Item1, A.var_mean(1).Item2]), [19 / 3.0, 37, 2 / 3.0, 1]);
        yield return ("max", () => A.max(), [5]);
        yield return ("max dim", () => A.max(1).values, [3, 5]);
        yield return ("max dim index", () => A.max(1).indexes, [2, 1]);
        yield return ("min dim", () => A.min(0).values, [1, -2, -6]);
        yield return ("amax", () => A.amax(0L), [4, 5, 3]);
        yield return ("amin all", () => A.amin(), [-6]);
        yield return ("argmax", () => A.argmax(), [4]);
        yield return ("argmin dim", () => A.argmin(1), [1, 2]);
        yield return ("prod", () => A.prod(1), [-6, -120]);
        yield return ("any", () => Mask.any(1), [1, 1]);
        yield return ("all", () => Mask.all(1), [0, 0]);
        yield return ("norm", () => tensor(new[] { 3f, 4 }).norm(), [5]);
        yield return ("norm dim 1", () => A.norm(1, p: 1), [6, 15]);
        yield return ("linalg.norm inf", () => linalg.norm(tensor(new[] { 3f, -4 }), Inf), [4]);
        yield return ("median", () => Whole.median(), [3]);
        yield return ("cumsum", () => A.cumsum(1), [1, -1, 2, 4, 9, 3]);
        yield return ("logsumexp", () => tensor(new[] { 1000.0, 1000 }).logsumexp(0), [1000.69314718056]);
        yield return ("nansum", () => tensor(new[] { 1, NaN, 2 }).nansum(), [3]);
        yield return ("count_nonzero", () => Mask.count_nonzero(), [3]);
        yield return ("sort", () => A.sort(1).Values, [-2, 1, 3, -6, 4, 5]);
        yield return ("sort index", () => A.sort(1, descending: true).Indices, [2, 0, 1, 1, 0, 2]);
        yield return ("argsort", () => A.argsort(1), [1, 0, 2, 2, 0, 1]);
        yield return ("topk", () => A.topk(2, 1).values, [3, 1, 5, 4]);
        yield return ("topk index", () => A.topk(1, 1, largest: false).indexes, [1, 2]);
        yield return ("kthvalue", () => A.kthvalue(2, 1).values, [1, 4]);
        yield return ("quantile", () => tensor(new[] { 1.0, 2, 3, 4 }).quantile(tensor(0.5), 0), [2.5]);
        yield return ("bincount", () => bincount(tensor(new[] { 0L, 2, 2 }), minlength: 4), [1, 0, 2, 0]);
        yield return ("unique", () => tensor(new[] { 3L, 1, 3 }).unique().output, [1, 3]);
        yield return ("unique counts", () => tensor(new[] { 3L, 1, 3 }).unique(return_counts: true).counts!, [1, 2]);
        yield return ("nonzero", () => Mask.nonzero(), [0, 0, 1, 0, 1, 1]);
        yield return ("cdist", () => cdist(zeros(1, 2), tensor(new[] { 3f, 4, 1, 0 }, [2, 2])), [5, 1]);
        yield return ("dist", () => A.dist(A + 1, 1), [6]);
    }

    private static IEnumerable<(string, Func<Tensor>, double[])> Shapes()
    {
        yield return ("matmul", () => A.matmul(B.t()), [7, 12.5, 0, -24]);
        yield return ("mv", () => A.mv(ones(3)), [2, 3]);
        yield return ("dot", () => tensor(new[] { 1f, 2 }).dot(tensor(new[] { 3f, 4 })), [11]);
        yield return ("outer", () => tensor(new[] { 1f, 2 }).outer(tensor(new[] { 3f, 4 })), [3, 4, 6, 8]);
        yield return ("bmm", () => A.unsqueeze(0).bmm(ones(1, 3, 1)), [2, 3]);
        yield return ("addmm", () => ones(2, 1).addmm(A, ones(3, 1), 10, 2), [14, 16]);
        yield return ("einsum", () => einsum("ij,ij->i", A, B), [7, -24]);
        yield return ("transpose", () => A.transpose(0, 1), [1, 4, -2, 5, 3, -6]);
        yield return ("flip", () => A.flip(1), [3, -2, 1, -6, 5, 4]);
        yield return ("roll", () => A.roll(1, 1), [3, 1, -2, -6, 4, 5]);
        yield return ("triu", () => A.triu(), [1, -2, 3, 0, 5, -6]);
        yield return ("tril", () => A.tril(), [1, 0, 0, 4, 5, 0]);
        yield return ("diag", () => tensor(new[] { 1f, 2 }).diag(), [1, 0, 0, 2]);
        yield return ("repeat", () => tensor(new[] { 1f, 2 }).repeat(2), [1, 2, 1, 2]);
        yield return ("repeat_interleave", () => tensor(new[] { 1f, 2 }).repeat_interleave(2), [1, 1, 2, 2]);
        yield return ("cat", () => cat([A, B], 1), [1, -2, 3, 2, 2, 3, 4, 5, -6, 1, -5, 0.5]);
        yield return ("stack", () => stack([tensor(1f), tensor(2f)]), [1, 2]);
        yield return ("split", () => A.split([1, 2], 1)[1], [-2, 3, 5, -6]);
        yield return ("chunk", () => A.chunk(2)[1], [4, 5, -6]);
        yield return ("unbind", () => A.unbind(1)[2], [3, -6]);
        yield return ("unfold", () => arange(4).unfold(0, 2, 1), [0, 1, 1, 2, 2, 3]);
        yield return ("gather", () => A.gather(1, tensor(new[] { 2L, 0 }, [2, 1])), [3, 4]);
        yield return ("scatter", () => zeros(2, 2).scatter(1, tensor(new[] { 1L, 0 }, [2, 1]), ones(2, 1)), [0, 1, 1, 0]);
        yield return ("scatter_add", () => zeros(2).scatter_add(0, tensor(new[] { 1L, 1 }), ones(2)), [0, 2]);
        yield return ("index_select", () => A.index_select(1, tensor(new[] { 2L, 2 })), [3, 3, -6, -6]);
        yield return ("index_add_", () => zeros(2).index_add_(0, tensor(new[] { 1L, 1 }), ones(2), 2), [0, 4]);
        yield return ("index_copy_", () => zeros(3).index_copy_(0, tensor(new[] { 2L }), ones(1)), [0, 0, 1]);
        yield return ("masked_fill", () => A.masked_fill(Mask, 0), [0, -2, 3, 0, 0, -6]);
        yield return ("masked_select", () => A.masked_select(Mask), [1, 4, 5]);
        yield return ("take", () => A.take(tensor(new[] { 5L, 0 })), [-6, 1]);
        yield return ("where positions", () => where(Mask)[1], [0, 0, 1]);
        yield return ("meshgrid", () => meshgrid([arange(2), arange(3)])[1], [0, 1, 2, 0, 1, 2]);
    }
}
