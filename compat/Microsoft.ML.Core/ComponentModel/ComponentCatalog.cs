using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The loadable classes and extensions of the assemblies registered so far.</summary>
public sealed class ComponentCatalog
{
    private readonly object _lock = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<(string Name, Type Signature), LoadableClassInfo> _classes = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> _extensions = [];

    internal ComponentCatalog()
    {
    }

    /// <summary>Adds what the attributes of an assembly and of its types register; an assembly known already adds nothing.</summary>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        Contracts.CheckValue(assembly, nameof(assembly));
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName))
                return;
            foreach (LoadableClassAttributeBase attribute in assembly.GetCustomAttributes(typeof(LoadableClassAttributeBase)))
                AddClass(attribute, throwOnError);
            foreach (Type type in assembly.GetTypes().Where(t => t.IsClass))
                foreach (ExtensionBaseAttribute attribute in type.GetCustomAttributes(typeof(ExtensionBaseAttribute)))
                    AddExtension(attribute, type, throwOnError);
        }
    }

    /// <summary>Makes the class of that name and signature. False when there is none.</summary>
    internal static bool TryCreateInstance<TRes, TSig>(IHostEnvironment env, out TRes result, string name, string options, params object[] extra)
        where TRes : class
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckParam(string.IsNullOrEmpty(options), nameof(options), $"Loadable class '{name}' doesn't support settings");
        result = null;
        if (env.ComponentCatalog.FindClass(name, typeof(TSig)) is not { } info)
            return false;
        if (!typeof(TRes).IsAssignableFrom(info.Type))
            throw env.Except($"Loadable class '{name}' does not derive from '{typeof(TRes).FullName}'");
        result = (TRes)info.CreateInstance(env, extra);
        return true;
    }

    /// <summary>Makes an object of the class registered under a contract name.</summary>
    internal object GetExtensionValue(IHostEnvironment env, Type attributeType, string contractName)
    {
        Type type;
        lock (_lock)
        {
            if (!_extensions.TryGetValue((attributeType, contractName), out type))
                throw env.Except($"Unable to resolve extension for '{attributeType.Name}' with contract '{contractName}'");
        }
        ConstructorInfo constructor = type.GetConstructor(Type.EmptyTypes)
            ?? throw env.Except($"Can't instantiate class '{type.Name}' without a default constructor");
        return constructor.Invoke(null);
    }

    private LoadableClassInfo FindClass(string name, Type signature)
    {
        lock (_lock)
            return _classes.GetValueOrDefault((Normalized(name ?? ""), signature));
    }

    private void AddClass(LoadableClassAttributeBase attribute, bool throwOnError)
    {
        LoadableClassInfo info = LoadableClassInfo.CreateOrNull(attribute);
        if (info == null)
        {
            if (throwOnError)
                throw Contracts.Except($"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.LoadNames[0]}'");
            return;
        }
        foreach (Type signature in attribute.SigTypes)
        {
            foreach (string name in attribute.LoadNames)
            {
                var key = (Normalized(name), signature);
                if (!_classes.TryAdd(key, info) && throwOnError)
                    throw Contracts.Except($"ComponentCatalog cannot map name '{name}' and SignatureType '{signature}' to {info.Type.Name}, already mapped to {_classes[key].Type.Name}.");
            }
        }
    }

    private void AddExtension(ExtensionBaseAttribute attribute, Type type, bool throwOnError)
    {
        Type attributeType = attribute.GetType();
        if (!_extensions.TryAdd((attributeType, attribute.ContractName), type) && throwOnError)
            throw Contracts.Except($"An extension for '{attributeType.Name}' with contract '{attribute.ContractName}' has already been registered in the ComponentCatalog.");
    }

    private static string Normalized(string name) => name.ToLowerInvariant().Trim();
}
