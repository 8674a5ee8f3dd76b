using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>
/// No number becomes a TorchSharp Scalar unseen: nothing would keep it alive during the native call, and another training in the same
/// process could have it collected. What needs a number goes through ScalarOperations, which dispose of it afterwards.
/// </summary>
[TestClass]
public sealed class ScalarRuleTests
{
    // TorchSharp's own functions that make a Scalar out of a number inside: those that do so always, and those that do it where they are not
    // given one. (Found by reading which of its methods call the conversion.)
    private static readonly string[] Hidden =
        ["leaky_relu", "softplus", "hardtanh", "hardshrink", "softshrink", "elu", "elu_", "celu", "celu_", "threshold", "clip_grad_norm_", "square"];
    private static readonly string[] HiddenAlone = ["add", "add_", "addcdiv", "addcdiv_"];

    [TestMethod]
    public void Library_MakesNoScalarUnseen()
    {
        string[] found = Find(LibrarySources.Compile());
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    [DataRow("x * 2f", 1)]
    [DataRow("1 - x", 1)]
    [DataRow("x.clamp_min(0)", 1)]
    [DataRow("x.pow(2)", 1)]
    [DataRow("torch.nn.functional.leaky_relu(x, 0.1)", 1)]
    [DataRow("x.softplus()", 1)]
    [DataRow("x + x", 1)]
    [DataRow("x.add(x)", 1)]
    [DataRow("x.square()", 1)]
    [DataRow("x - x", 0)]
    [DataRow("x * x", 0)]
    [DataRow("x.sum(1)", 0)]
    [DataRow("Held(x)", 0)]
    public void Rule_FindsThem(string expression, int expected)
    {
        string source = $$"""
            using TorchSharp;
            static class Sample
            {
                public static torch.Tensor Of(torch.Tensor x) => {{expression}};

                private static torch.Tensor Held(torch.Tensor x)
                {
                    using Scalar scalar = 2f;
                    return x.mul(scalar);
                }
            }
            """;
        CSharpCompilation compilation = LibrarySources.Compile(CSharpSyntaxTree.ParseText(source));
        Assert.IsEmpty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.HasCount(expected, Find(compilation));
    }

    private static string[] Find(CSharpCompilation compilation) =>
        [.. compilation.SyntaxTrees.SelectMany(tree => Find(compilation.GetSemanticModel(tree))).Select(LibrarySources.Describe)];

    private static IEnumerable<SyntaxNode> Find(SemanticModel model)
    {
        foreach (ExpressionSyntax expression in model.SyntaxTree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
        {
            bool converts = model.GetTypeInfo(expression) is { ConvertedType.Name: "Scalar", Type: { Name: not "Scalar" } };
            bool isOperator = model.GetOperation(expression) is IBinaryOperation { OperatorMethod: { ContainingType.Name: "Tensor" } }
                    and { LeftOperand.Type: var left, RightOperand.Type: var right } && (IsNumber(left) || IsNumber(right) || expression.IsKind(SyntaxKind.AddExpression));
            bool hides = expression is InvocationExpressionSyntax && model.GetOperation(expression) is IInvocationOperation { TargetMethod: var method }
                && method.ContainingAssembly.Name == "TorchSharp" && (Hidden.Contains(method.Name) ? !method.Parameters.Any(p => p.Type.Name == "Scalar")
                    : HiddenAlone.Contains(method.Name) && method.Parameters.Length == (method.Name.StartsWith("addc", StringComparison.Ordinal) ? 2 : 1));
            if ((converts && !IsHeld(expression)) || isOperator || hides)
                yield return expression;
        }
    }

    private static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double;

    // using Scalar scalar = number; or a static field.
    private static bool IsHeld(ExpressionSyntax expression) => expression.Parent is EqualsValueClauseSyntax { Parent.Parent.Parent: var declaration }
        && (declaration is LocalDeclarationStatementSyntax local && local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword)
            || declaration is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.StaticKeyword));
}
