using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

/// <summary>Every differentiable operation: its gradient against central finite differences in double precision.</summary>
[TestClass]
public class GradientTests
{
    private static readonly double[] s_mixed = [-1.3, -0.4, 0.3, 0.8, 1.7, 2.2];
    private static readonly double[] s_positive = [0.3, 0.7, 1.1, 1.9, 2.4, 3.2];
    private static readonly double[] s_unit = [-0.9, -0.5, -0.2, 0.1, 0.4, 0.8];

    private static Tensor Other => tensor(new[] { 0.5, -1.5, 2.0, 0.7, -0.6, 1.2 }, [2, 3]);

    private static Tensor Index => tensor(new[] { 0L, 2, 1, 0 }, [2, 2]);

    public static IEnumerable<object[]> Cases()
    {
        foreach (var (name, domain, function) in All())
            yield return [name, domain, function];
    }

    /// <summary>The input is 2 by 3.</summary>
    private static IEnumerable<(string, double[], Func<Tensor, Tensor>)> All()
    {
        yield return ("add", s_mixed, x => x + Other);
        yield return ("add alpha", s_mixed, x => x.add(Other, 2.5));
        yield return ("add scalar", s_mixed, x => 2 + x + 1.5);
        yield return ("sub", s_mixed, x => Other - x);
        yield return ("sub scalar", s_mixed, x => 3 - x);
        yield return ("mul", s_mixed, x => x * Other * 2.5);
        yield return ("mul itself", s_mixed, x => x * x);
        yield return ("div", s_positive, x => Other / x);
        yield return ("div scalar", s_positive, x => (1.5 / x) + (x / 3));
        yield return ("neg", s_mixed, x => -x);
        yield return ("pow scalar", s_positive, x => x.pow(2.5));
        yield return ("pow tensor", s_positive, x => x.pow(Other));
        yield return ("abs", s_mixed, x => x.abs());
        yield return ("square", s_mixed, x => x.square());
        yield return ("sqrt", s_positive, x => x.sqrt());
        yield return ("rsqrt", s_positive, x => x.rsqrt());
        yield return ("reciprocal", s_positive, x => x.reciprocal());
        yield return ("exp", s_mixed, x => x.exp());
        yield return ("expm1", s_mixed, x => x.expm1());
        yield return ("log", s_positive, x => x.log());
        yield return ("log1p", s_positive, x => x.log1p());
        yield return ("log2", s_positive, x => x.log2());
        yield return ("log10", s_positive, x => x.log10());
        yield return ("sin", s_mixed, x => x.sin());
        yield return ("cos", s_mixed, x => x.cos());
        yield return ("tan", s_unit, x => x.tan());
        yield return ("asin", s_unit, x => x.asin());
        yield return ("acos", s_unit, x => x.acos());
        yield return ("atan", s_mixed, x => x.atan());
        yield return ("sinh", s_mixed, x => x.sinh());
        yield return ("cosh", s_mixed, x => x.cosh());
        yield return ("tanh", s_mixed, x => x.tanh());
        yield return ("sigmoid", s_mixed, x => x.sigmoid());
        yield return ("erf", s_mixed, x => x.erf());
        yield return ("erfc", s_mixed, x => x.erfc());
        yield return ("lgamma", s_positive, x => x.lgamma());
        yield return ("relu", s_mixed, x => x.relu());
        yield return ("leaky_relu", s_mixed, x => x.leaky_relu(0.1));
        yield return ("elu", s_mixed, x => x.elu(0.7));
        yield return ("selu", s_mixed, x => x.selu());
        yield return ("silu", s_mixed, x => x.silu());
        yield return ("softplus", s_mixed, x => x.softplus());
        yield return ("log_sigmoid", s_mixed, x => x.log_sigmoid());
        yield return ("softmax", s_mixed, x => x.softmax(1) * Other);
        yield return ("log_softmax", s_mixed, x => x.log_softmax(0) * Other);
        yield return ("clamp", s_mixed, x => x.clamp(-0.5, 1.0));
        yield return ("clamp_min", s_mixed, x => x.clamp_min(0.0));
        yield return ("maximum", s_mixed, x => maximum(x, Other));
        yield return ("minimum", s_mixed, x => minimum(x, Other));
        yield return ("where", s_mixed, x => where(Other > 0, x.exp(), x * 2));
        yield return ("addcmul", s_mixed, x => x.addcmul(Other, x, 0.5));
        yield return ("addcdiv", s_positive, x => x.addcdiv(Other, x, 0.5));
        yield return ("lerp", s_mixed, x => x.lerp(Other, x.sigmoid()));
        yield return ("atan2", s_positive, x => x.atan2(Other));
        yield return ("xlogy", s_positive, x => x.xlogy(x));
        yield return ("logaddexp", s_mixed, x => x.logaddexp(Other));
        yield return ("sum", s_mixed, x => x.sum() * x.sum(1).prod());
        yield return ("sum keepdim", s_mixed, x => x.sum([0], keepdim: true) * x);
        yield return ("mean", s_mixed, x => x.mean() + x.mean([1], keepdim: true).exp());
        yield return ("prod", s_mixed, x => x.prod() + x.prod(1));
        yield return ("var", s_mixed, x => x.flatten().var(0) + x.var(1, unbiased: false));
        yield return ("std", s_mixed, x => x.std() + x.std(0, keepdim: true));
        yield return ("max", s_mixed, x => x.max() + x.max(0).values);
        yield return ("min", s_mixed, x => x.min() + x.min(1).values.sum());
        yield return ("amax", s_mixed, x => x.amax(1L) * x.amin(1L));
        yield return ("median", s_mixed, x => x.flatten().narrow(0, 0, 5).median());
        yield return ("logsumexp", s_mixed, x => x.logsumexp(1));
        yield return ("norm", s_mixed, x => x.norm() + x.norm(1, p: 3).sum());
        yield return ("dist", s_mixed, x => x.dist(Other, 3));
        yield return ("cumsum", s_mixed, x => x.cumsum(1) * Other);
        yield return ("cumprod", s_mixed, x => x.cumprod(1));
        yield return ("sort", s_mixed, x => x.sort(1, descending: true).Values * Other);
        yield return ("topk", s_mixed, x => x.topk(2, 1).values.square());
        yield return ("kthvalue", s_mixed, x => x.kthvalue(2, 1).values.square());
        yield return ("quantile", s_mixed, x => x.quantile(tensor(0.3), 1));
        yield return ("cdist", s_mixed, x => cdist(x, Other));
        yield return ("cdist p=1", s_mixed, x => cdist(x, Other, 1));
        yield return ("matmul", s_mixed, x => x.matmul(Other.t()));
        yield return ("mm", s_mixed, x => x.mm(x.t()));
        yield return ("bmm", s_mixed, x => x.unsqueeze(0).bmm(Other.t().unsqueeze(0)));
        yield return ("mv", s_mixed, x => x.mv(tensor(new[] { 1.0, -2, 0.5 })));
        yield return ("dot", s_mixed, x => x.flatten().dot(x.flatten().exp()));
        yield return ("outer", s_mixed, x => x[0].outer(x[1]));
        yield return ("addmm", s_mixed, x => eye(2, dtype: float64).addmm(x, Other.t(), 0.5f, 2));
        yield return ("einsum", s_mixed, x => einsum("ij,kj->ik", x, x));
        yield return ("trace", s_mixed, x => x.mm(Other.t()).trace());
        yield return ("linalg.norm", s_mixed, x => linalg.norm(x, dims: [1]));
        yield return ("linalg.vector_norm", s_mixed, x => linalg.vector_norm(x, 3, [0]));
        yield return ("linalg.inv", s_mixed, x => linalg.inv(Gram(x)));
        yield return ("linalg.cholesky", s_mixed, x => linalg.cholesky(Gram(x)));
        yield return ("linalg.slogdet", s_mixed, x => linalg.slogdet(Gram(x)).Item2);
        yield return ("linalg.det", s_mixed, x => linalg.det(Gram(x)));
        yield return ("linalg.solve", s_mixed, x => linalg.solve(Gram(x), Other));
        yield return ("linalg.eigh", s_mixed, x => linalg.eigh(Gram(x)).Item1 * tensor(new[] { 1.0, 3 }));
        yield return ("linalg.svd", s_mixed, x => linalg.svd(x, fullMatrices: false).S * tensor(new[] { 1.0, 3 }));
        yield return ("view", s_mixed, x => x.view(3, 2).mm(Other));
        yield return ("reshape", s_mixed, x => x.t().reshape(6).cumsum(0));
        yield return ("flatten", s_mixed, x => x.flatten().cumprod(0));
        yield return ("squeeze", s_mixed, x => x.unsqueeze(1).squeeze(1) * Other);
        yield return ("transpose", s_mixed, x => x.transpose(0, 1).cumsum(0).square());
        yield return ("permute", s_mixed, x => x.permute(1, 0).cumsum(0).square());
        yield return ("expand", s_mixed, x => x.unsqueeze(0).expand(2, 2, 3).exp());
        yield return ("repeat", s_mixed, x => x.repeat(2, 1).cumsum(0).square());
        yield return ("repeat_interleave", s_mixed, x => x.repeat_interleave(2, 0).cumsum(0).square());
        yield return ("narrow", s_mixed, x => x.narrow(1, 1, 2).exp());
        yield return ("select", s_mixed, x => x.select(1, 2).exp());
        yield return ("split", s_mixed, x => x.split(2, 1)[0].exp().sum() * x.split([1, 2], 1)[1]);
        yield return ("chunk", s_mixed, x => x.chunk(2, 0)[1].exp());
        yield return ("unbind", s_mixed, x => x.unbind(1)[1].exp());
        yield return ("flip", s_mixed, x => x.flip(1).cumsum(1).square());
        yield return ("roll", s_mixed, x => x.roll(1, 1).cumsum(1).square());
        yield return ("triu", s_mixed, x => x.triu().square() + x.tril(-1).exp());
        yield return ("diag", s_mixed, x => x.diag().exp());
        yield return ("diagonal", s_mixed, x => x.diagonal().exp());
        yield return ("unfold", s_mixed, x => x.unfold(1, 2, 1).square());
        yield return ("cat", s_mixed, x => cat([x, x.exp()], 1).square());
        yield return ("stack", s_mixed, x => stack([x, x.exp()], 1).square());
        yield return ("gather", s_mixed, x => x.gather(1, Index).square());
        yield return ("scatter", s_mixed, x => zeros(2, 3, float64).scatter(1, Index, x.narrow(1, 0, 2)).exp());
        yield return ("scatter_add", s_mixed, x => x.scatter_add(1, Index, x.narrow(1, 0, 2)).square());
        yield return ("index_select", s_mixed, x => x.index_select(1, tensor(new[] { 2L, 0, 2 })).square());
        yield return ("index_add", s_mixed, x => x.index_add(0, tensor(new[] { 1L, 0 }), x.exp(), 0.5).square());
        yield return ("index_copy", s_mixed, x => Other.index_copy(0, tensor(new[] { 1L }), x.narrow(0, 0, 1)).exp());
        yield return ("masked_fill", s_mixed, x => x.masked_fill(Other > 0, 2.0).exp());
        yield return ("masked_select", s_mixed, x => x.masked_select(Other > 0).exp());
        yield return ("index slice", s_mixed, x => x[TensorIndex.Colon, TensorIndex.Slice(1, 3)].exp());
        yield return ("index tensor", s_mixed, x => x[tensor(new[] { 1L, 0, 1 })].cumsum(0).square());
        yield return ("nan_to_num", s_mixed, x => x.nan_to_num(0.5).exp());
        yield return ("to_type", s_mixed, x => x.to_type(float64, copy: true).exp());
        yield return ("clone", s_mixed, x => x.clone().exp());
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void GradientMatchesFiniteDifferences(string name, double[] domain, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        var input = tensor(domain, [2, 3], requires_grad: true);
        var output = function(input);
        var weights = arange(1, output.NumberOfElements + 1, dtype: float64).reshape(output.shape).mul(0.37).sin();
        output.backward([weights]);
        var gradient = TensorAssert.Elements(input.grad!);

        const double Step = 1e-6;
        for (var i = 0; i < domain.Length; i++)
        {
            var difference = (Weighted(i, Step) - Weighted(i, -Step)) / (2 * Step);
            Assert.AreEqual(difference, gradient[i], 1e-5 * Math.Max(1, Math.Abs(difference)), $"{name}, element {i}");
        }

        double Weighted(int element, double change)
        {
            var moved = (double[])domain.Clone();
            moved[element] += change;
            return (function(tensor(moved, [2, 3])) * weights).sum().item<double>();
        }
    }

    /// <summary>Symmetric and positive definite.</summary>
    private static Tensor Gram(Tensor x) => x.mm(x.t()) + eye(2, dtype: float64);
}
