using System;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Data;

/// <summary>
/// Calls a generic method with type arguments that are known only at run time. Used once per column while a
/// cursor is set up, never per row.
/// </summary>
internal static class GenericCall
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static object Static(Type owner, string method, Type[] typeArguments, params object[] arguments) =>
        Invoke(owner, null, method, typeArguments, arguments);

    public static object Instance(object target, string method, Type[] typeArguments, params object[] arguments) =>
        Invoke(target.GetType(), target, method, typeArguments, arguments);

    private static object Invoke(Type owner, object target, string method, Type[] typeArguments, object[] arguments)
    {
        MethodInfo found = null;
        for (Type type = owner; found is null && type is not null; type = type.BaseType)
            found = type.GetMethod(method, Any);
        if (found is null)
            throw new MissingMethodException(owner.FullName, method);
        try
        {
            return found.MakeGenericMethod(typeArguments).Invoke(target, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            // The caller is to see what went wrong, not that reflection was in between.
            ExceptionDispatchInfo.Capture(e.InnerException).Throw();
            throw;
        }
    }
}
