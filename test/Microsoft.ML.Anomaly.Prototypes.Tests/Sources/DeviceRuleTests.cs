using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>
/// A tensor made without a device lies on the processor, which goes unnoticed until somebody trains on a GPU. In the library's sources
/// each call of a function of <c>torch</c> that makes a tensor on a device of the caller's choice has to name that device.
/// </summary>
[TestClass]
public sealed class DeviceRuleTests
{
    [TestMethod]
    public void TheLibraryNamesTheDeviceOfEachNewTensor()
    {
        (SyntaxNode Call, bool HasDevice)[] calls = [.. Factories(LibrarySources.Compile())];
        // Were the sources not understood, nothing would be found.
        Assert.IsGreaterThan(5, calls.Count(call => call.HasDevice));
        Assert.AreEqual("", string.Join('\n', calls.Where(call => !call.HasDevice).Select(call => LibrarySources.Describe(call.Call))));
    }

    [TestMethod]
    [DataRow("zeros(3)")]
    [DataRow("torch.ones(3, 2)")]
    [DataRow("empty([3])")]
    [DataRow("full(3, 1.5f)")]
    [DataRow("rand(3)")]
    [DataRow("randn(3, dtype: ScalarType.Float32)")]
    [DataRow("randint(5, 3)")]
    [DataRow("randperm(3)")]
    [DataRow("arange(3)")]
    [DataRow("eye(3)")]
    [DataRow("linspace(0, 1, 3)")]
    [DataRow("tensor(new[] { 1f, 2f })")]
    [DataRow("torch.from_array(new[] { 1f, 2f })")]
    [DataRow("zeros(3, device: null)")]
    public void ACallWithoutADeviceIsFound(string call) => Assert.IsFalse(Factories(call).Single().HasDevice, call);

    [TestMethod]
    [DataRow("zeros(3, device: device)")]
    [DataRow("tensor(new[] { 1f, 2f }, ScalarType.Float32, device)")]
    [DataRow("torch.from_array(new[] { 1f, 2f }, device: torch.CPU)")]
    public void ACallWithADeviceIsAllRight(string call) => Assert.IsTrue(Factories(call).Single().HasDevice, call);

    /// <summary>Where a tensor is made of another one, its device is the other's.</summary>
    [TestMethod]
    [DataRow("zeros_like(other)")]
    [DataRow("other.new_zeros([3])")]
    [DataRow("relu(other)")]
    public void OtherCallsMakeNoChoice(string call) => Assert.IsEmpty(Factories(call), call);

    private static IEnumerable<(SyntaxNode Call, bool HasDevice)> Factories(string call) => Factories(LibrarySources.Compile(CSharpSyntaxTree.ParseText(
        "using TorchSharp; using static TorchSharp.torch; class C { Tensor Make(Device device, Tensor other) => " + call + "; }")));

    private static IEnumerable<(SyntaxNode Call, bool HasDevice)> Factories(CSharpCompilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (InvocationExpressionSyntax call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                SymbolInfo symbol = model.GetSymbolInfo(call);
                if ((symbol.Symbol ?? symbol.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method && DeviceParameter(method) is { } device)
                    yield return (call, IsGiven(call, device));
            }
        }
    }

    // A static function of torch that returns a tensor, takes a device, and has no tensor to take it from.
    private static IParameterSymbol? DeviceParameter(IMethodSymbol method) =>
        method.IsStatic && method.ContainingType.ToDisplayString() == "TorchSharp.torch" && IsTensor(method.ReturnType) && !method.Name.EndsWith("_like", StringComparison.Ordinal)
            ? method.Parameters.FirstOrDefault(parameter => parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() == "TorchSharp.torch.Device")
            : null;

    private static bool IsTensor(ITypeSymbol type) => type.ToDisplayString() == "TorchSharp.torch.Tensor";

    private static bool IsGiven(InvocationExpressionSyntax call, IParameterSymbol device)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        ArgumentSyntax? argument = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.Text == device.Name)
            ?? arguments.Where((argument, i) => argument.NameColon == null && i == device.Ordinal).FirstOrDefault();
        return argument != null && !argument.Expression.IsKind(SyntaxKind.NullLiteralExpression) && !argument.Expression.IsKind(SyntaxKind.DefaultLiteralExpression);
    }
}
