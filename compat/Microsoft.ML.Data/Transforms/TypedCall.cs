using System;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls generic methods whose type arguments are only known at run time: the raw type of a column.</summary>
internal static class TypedCall
{
    /// <param name="method">The method with any valid type argument, say <c>MakeGetter&lt;int&gt;</c>.</param>
    /// <param name="type">The type argument to call it with instead.</param>
    /// <param name="arguments">The arguments of the call.</param>
    public static TResult Invoke<TResult>(Delegate method, Type type, params object[] arguments) =>
        Invoke<TResult>(method, [type], arguments);

    public static TResult Invoke<TResult>(Delegate method, Type[] types, object[] arguments) =>
        (TResult)method.Method.GetGenericMethodDefinition().MakeGenericMethod(types)
            .Invoke(method.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
