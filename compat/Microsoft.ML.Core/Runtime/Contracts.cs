using System;
using System.Collections.Generic;

namespace Microsoft.ML.Runtime;

/// <summary>
/// Argument checks. An exception context, where there is one, notes on the exception which component threw.
/// The Except methods are in the other part of this class.
/// </summary>
internal static partial class Contracts
{
    private const string SensitivityKey = "ML_Sensitivity";
    private const string IsMarkedKey = "ML_IsMarked";

    /// <summary>Whether the exception was made by this class, so that its message can be shown to users.</summary>
    public static bool IsMarked(this Exception ex) => ex.Data.Contains(IsMarkedKey);

    public static TException Mark<TException>(TException ex)
        where TException : Exception
    {
        ex.Data[IsMarkedKey] = true;
        return ex;
    }

    public static MessageSensitivity Sensitivity(this Exception ex) =>
        ex.Data[SensitivityKey] is MessageSensitivity sensitivity ? sensitivity : MessageSensitivity.Unknown;

    public static TException MarkSensitive<TException>(this TException ex, MessageSensitivity sensitivity)
        where TException : Exception
    {
        ex.Data[SensitivityKey] = sensitivity;
        return ex;
    }

    /// <summary>Lets the context, if there is one, note on the exception that it threw it.</summary>
    public static TException Process<TException>(this TException ex, IExceptionContext ectx)
        where TException : Exception =>
        ectx == null ? Mark(ex) : ectx.Process(ex);

    public static void Check(bool f)
    {
        if (!f)
            throw Except();
    }

    public static void Check(bool f, string msg)
    {
        if (!f)
            throw Except(msg);
    }

    public static void Check(this IExceptionContext ctx, bool f)
    {
        if (!f)
            throw Except(ctx);
    }

    public static void Check(this IExceptionContext ctx, bool f, string msg)
    {
        if (!f)
            throw Except(ctx, msg);
    }

    public static void CheckUserArg(bool f, string name)
    {
        if (!f)
            throw ExceptUserArg(name);
    }

    public static void CheckUserArg(bool f, string name, string msg)
    {
        if (!f)
            throw ExceptUserArg(name, msg);
    }

    public static void CheckUserArg(this IExceptionContext ctx, bool f, string name)
    {
        if (!f)
            throw ExceptUserArg(ctx, name);
    }

    public static void CheckUserArg(this IExceptionContext ctx, bool f, string name, string msg)
    {
        if (!f)
            throw ExceptUserArg(ctx, name, msg);
    }

    public static void CheckParam(bool f, string paramName)
    {
        if (!f)
            throw ExceptParam(paramName);
    }

    public static void CheckParam(bool f, string paramName, string msg)
    {
        if (!f)
            throw ExceptParam(paramName, msg);
    }

    public static void CheckParam(this IExceptionContext ctx, bool f, string paramName)
    {
        if (!f)
            throw ExceptParam(ctx, paramName);
    }

    public static void CheckParam(this IExceptionContext ctx, bool f, string paramName, string msg)
    {
        if (!f)
            throw ExceptParam(ctx, paramName, msg);
    }

    public static void CheckValue<T>(T val, string paramName)
        where T : class
    {
        if (val is null)
            throw ExceptValue(paramName);
    }

    public static void CheckValue<T>(this IExceptionContext ctx, T val, string paramName)
        where T : class
    {
        if (val is null)
            throw ExceptValue(ctx, paramName);
    }

    public static T CheckRef<T>(T val, string paramName)
        where T : class =>
        val ?? throw ExceptValue(paramName);

    public static T CheckRef<T>(this IExceptionContext ctx, T val, string paramName)
        where T : class =>
        val ?? throw ExceptValue(ctx, paramName);

    public static string CheckNonEmpty(string s, string paramName) =>
        string.IsNullOrEmpty(s) ? throw ExceptEmpty(paramName) : s;

    public static string CheckNonEmpty(this IExceptionContext ctx, string s, string paramName) =>
        string.IsNullOrEmpty(s) ? throw ExceptEmpty(ctx, paramName) : s;

    public static string CheckNonEmpty(this IExceptionContext ctx, string s, string paramName, string msg) =>
        string.IsNullOrEmpty(s) ? throw ExceptEmpty(ctx, paramName, msg) : s;

    public static T[] CheckNonEmpty<T>(T[] args, string paramName) =>
        args is null or { Length: 0 } ? throw ExceptEmpty(paramName) : args;

    public static T[] CheckNonEmpty<T>(this IExceptionContext ctx, T[] args, string paramName) =>
        args is null or { Length: 0 } ? throw ExceptEmpty(ctx, paramName) : args;

    public static T[] CheckNonEmpty<T>(this IExceptionContext ctx, T[] args, string paramName, string msg) =>
        args is null or { Length: 0 } ? throw ExceptEmpty(ctx, paramName, msg) : args;

    public static string CheckNonWhiteSpace(string s, string paramName) =>
        string.IsNullOrWhiteSpace(s) ? throw ExceptWhiteSpace(paramName) : s;

    public static string CheckNonWhiteSpace(this IExceptionContext ctx, string s, string paramName) =>
        string.IsNullOrWhiteSpace(s) ? throw ExceptWhiteSpace(ctx, paramName) : s;

    public static void CheckDecode(bool f)
    {
        if (!f)
            throw ExceptDecode();
    }

    public static void CheckDecode(bool f, string msg)
    {
        if (!f)
            throw ExceptDecode(msg);
    }

    public static void CheckDecode(this IExceptionContext ctx, bool f)
    {
        if (!f)
            throw ExceptDecode(ctx);
    }

    public static void CheckDecode(this IExceptionContext ctx, bool f, string msg)
    {
        if (!f)
            throw ExceptDecode(ctx, msg);
    }
}
