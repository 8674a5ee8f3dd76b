using System;

namespace Microsoft.ML.Internal.DataView;

/// <summary>The argument checks of this assembly; Microsoft.ML.Core has the full set.</summary>
internal static class Contracts
{
    public static void Check(bool f, string msg)
    {
        if (!f)
            throw Except(msg);
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

    public static void CheckValue<T>(T val, string paramName)
        where T : class
    {
        if (val is null)
            throw ExceptValue(paramName);
    }

    public static Exception Except(string msg) => new InvalidOperationException(msg);

    public static Exception ExceptParam(string paramName) => new ArgumentOutOfRangeException(paramName);

    public static Exception ExceptParam(string paramName, string msg) => new ArgumentOutOfRangeException(paramName, msg);

    public static Exception ExceptValue(string paramName) => new ArgumentNullException(paramName);
}
