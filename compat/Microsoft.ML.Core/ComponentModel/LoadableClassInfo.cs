using System;
using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>How a loadable class is made: by its constructor or by a static Create method, with the environment first if it asks for it.</summary>
internal sealed class LoadableClassInfo
{
    private const BindingFlags AnyVisibility = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly MethodBase _maker;
    private readonly bool _takesEnvironment;

    private LoadableClassInfo(Type type, MethodBase maker, bool takesEnvironment)
    {
        Type = type;
        _maker = maker;
        _takesEnvironment = takesEnvironment;
    }

    public Type Type { get; }

    /// <summary>Null when the class has neither a constructor nor a Create method of the signature's parameters.</summary>
    public static LoadableClassInfo CreateOrNull(LoadableClassAttributeBase attribute)
    {
        Type[] plain = attribute.CtorTypes, withEnvironment = [typeof(IHostEnvironment), .. plain];
        MethodBase constructor = Constructor(attribute, withEnvironment) ?? Constructor(attribute, plain);
        MethodBase create = Create(attribute, withEnvironment) ?? Create(attribute, plain);
        if (constructor != null && create != null && Openness(constructor) == Openness(create))
            throw Contracts.Except($"Can't load type {attribute.InstanceType}, because it has both a Create method and a constructor of the same visibility. Make one of them less visible.");
        MethodBase maker = create == null || (constructor != null && Openness(constructor) > Openness(create)) ? constructor : create;
        return maker == null ? null : new LoadableClassInfo(attribute.InstanceType, maker, maker.GetParameters().Length > plain.Length);
    }

    public object CreateInstance(IHostEnvironment env, object[] arguments)
    {
        object[] all = _takesEnvironment ? [env, .. arguments] : arguments;
        int expected = _maker.GetParameters().Length;
        if (expected != all.Length)
            throw env.Except($"Wrong number of extra parameters for loadable class '{Type.Name}', need '{expected}', given '{all.Length}'");
        try
        {
            return _maker is ConstructorInfo constructor ? constructor.Invoke(all) : _maker.Invoke(null, all);
        }
        catch (TargetInvocationException ex) when (ex.InnerException?.IsMarked() == true)
        {
            throw Contracts.Except(ex, "Error during class instantiation");
        }
    }

    private static ConstructorInfo Constructor(LoadableClassAttributeBase attribute, Type[] parameters) =>
        attribute.InstanceType == attribute.LoaderType
            ? attribute.InstanceType.GetConstructor(AnyVisibility | BindingFlags.Instance, parameters)
            : null;

    private static MethodInfo Create(LoadableClassAttributeBase attribute, Type[] parameters)
    {
        MethodInfo method = attribute.LoaderType.GetMethod("Create", AnyVisibility | BindingFlags.Static, parameters);
        return method?.ReturnType == attribute.InstanceType ? method : null;
    }

    private static int Openness(MethodBase method) =>
        Array.IndexOf(
            [MethodAttributes.Private, MethodAttributes.FamANDAssem, MethodAttributes.Family, MethodAttributes.Assembly, MethodAttributes.FamORAssem, MethodAttributes.Public],
            method.Attributes & MethodAttributes.MemberAccessMask);
}
