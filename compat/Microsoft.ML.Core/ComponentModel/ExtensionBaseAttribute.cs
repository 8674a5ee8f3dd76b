using System;

namespace Microsoft.ML;

/// <summary>Base of attributes by which user code registers a class under a contract name that model files refer to.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName) => ContractName = contractName;

    public string ContractName { get; }
}
