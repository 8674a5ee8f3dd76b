using System;
using System.IO;

namespace Microsoft.ML.Runtime;

internal static partial class Contracts
{
    // An operation that cannot be done now.
    public static Exception Except() => Process<Exception>(new InvalidOperationException(), null);

    public static Exception Except(string msg) => Process<Exception>(new InvalidOperationException(msg), null);

    public static Exception Except(string msg, params object[] args) => Except(Format(msg, args));

    public static Exception Except(Exception inner, string msg) => Process<Exception>(new InvalidOperationException(msg, inner), null);

    public static Exception Except(Exception inner, string msg, params object[] args) => Except(inner, Format(msg, args));

    public static Exception Except(this IExceptionContext ctx) => Process<Exception>(new InvalidOperationException(), ctx);

    public static Exception Except(this IExceptionContext ctx, string msg) => Process<Exception>(new InvalidOperationException(msg), ctx);

    public static Exception Except(this IExceptionContext ctx, string msg, params object[] args) => Except(ctx, Format(msg, args));

    public static Exception Except(this IExceptionContext ctx, Exception inner, string msg) => Process<Exception>(new InvalidOperationException(msg, inner), ctx);

    public static Exception Except(this IExceptionContext ctx, Exception inner, string msg, params object[] args) => Except(ctx, inner, Format(msg, args));

    // Data that cannot be decoded.
    public static Exception ExceptDecode() => Process<Exception>(new FormatException(), null);

    public static Exception ExceptDecode(string msg) => Process<Exception>(new FormatException(msg), null);

    public static Exception ExceptDecode(string msg, params object[] args) => ExceptDecode(Format(msg, args));

    public static Exception ExceptDecode(Exception inner, string msg) => Process<Exception>(new FormatException(msg, inner), null);

    public static Exception ExceptDecode(Exception inner, string msg, params object[] args) => ExceptDecode(inner, Format(msg, args));

    public static Exception ExceptDecode(this IExceptionContext ctx) => Process<Exception>(new FormatException(), ctx);

    public static Exception ExceptDecode(this IExceptionContext ctx, string msg) => Process<Exception>(new FormatException(msg), ctx);

    public static Exception ExceptDecode(this IExceptionContext ctx, string msg, params object[] args) => ExceptDecode(ctx, Format(msg, args));

    public static Exception ExceptDecode(this IExceptionContext ctx, Exception inner, string msg) => Process<Exception>(new FormatException(msg, inner), ctx);

    public static Exception ExceptDecode(this IExceptionContext ctx, Exception inner, string msg, params object[] args) => ExceptDecode(ctx, inner, Format(msg, args));

    // Trouble with a file or stream.
    public static Exception ExceptIO(string msg) => Process<Exception>(new IOException(msg), null);

    public static Exception ExceptIO(string msg, params object[] args) => ExceptIO(Format(msg, args));

    public static Exception ExceptIO(Exception inner, string msg) => Process<Exception>(new IOException(msg, inner), null);

    public static Exception ExceptIO(Exception inner, string msg, params object[] args) => ExceptIO(inner, Format(msg, args));

    public static Exception ExceptIO(this IExceptionContext ctx, string msg) => Process<Exception>(new IOException(msg), ctx);

    public static Exception ExceptIO(this IExceptionContext ctx, string msg, params object[] args) => ExceptIO(ctx, Format(msg, args));

    public static Exception ExceptIO(this IExceptionContext ctx, Exception inner, string msg) => Process<Exception>(new IOException(msg, inner), ctx);

    public static Exception ExceptIO(this IExceptionContext ctx, Exception inner, string msg, params object[] args) => ExceptIO(ctx, inner, Format(msg, args));

    // An operation that a type does not support.
    public static Exception ExceptNotSupp(string msg) => Process<Exception>(new NotSupportedException(msg), null);

    public static Exception ExceptNotSupp(string msg, params object[] args) => ExceptNotSupp(Format(msg, args));

    public static Exception ExceptNotSupp(this IExceptionContext ctx, string msg) => Process<Exception>(new NotSupportedException(msg), ctx);

    public static Exception ExceptNotSupp(this IExceptionContext ctx, string msg, params object[] args) => ExceptNotSupp(ctx, Format(msg, args));

    // A bad setting given by the user.
    public static Exception ExceptUserArg(string name) => Process<Exception>(new ArgumentOutOfRangeException(name), null);

    public static Exception ExceptUserArg(string name, string msg) => Process<Exception>(new ArgumentOutOfRangeException(name, msg), null);

    public static Exception ExceptUserArg(string name, string msg, params object[] args) => ExceptUserArg(name, Format(msg, args));

    public static Exception ExceptUserArg(this IExceptionContext ctx, string name) => Process<Exception>(new ArgumentOutOfRangeException(name), ctx);

    public static Exception ExceptUserArg(this IExceptionContext ctx, string name, string msg) => Process<Exception>(new ArgumentOutOfRangeException(name, msg), ctx);

    public static Exception ExceptUserArg(this IExceptionContext ctx, string name, string msg, params object[] args) => ExceptUserArg(ctx, name, Format(msg, args));

    // A bad argument.
    public static Exception ExceptParam(string paramName) => Process<Exception>(new ArgumentOutOfRangeException(paramName), null);

    public static Exception ExceptParam(string paramName, string msg) => Process<Exception>(new ArgumentOutOfRangeException(paramName, msg), null);

    public static Exception ExceptParam(string paramName, string msg, params object[] args) => ExceptParam(paramName, Format(msg, args));

    public static Exception ExceptParam(this IExceptionContext ctx, string paramName) => Process<Exception>(new ArgumentOutOfRangeException(paramName), ctx);

    public static Exception ExceptParam(this IExceptionContext ctx, string paramName, string msg) => Process<Exception>(new ArgumentOutOfRangeException(paramName, msg), ctx);

    public static Exception ExceptParam(this IExceptionContext ctx, string paramName, string msg, params object[] args) => ExceptParam(ctx, paramName, Format(msg, args));

    // A null argument.
    public static Exception ExceptValue(string paramName) => Process<Exception>(new ArgumentNullException(paramName), null);

    public static Exception ExceptValue(string paramName, string msg) => Process<Exception>(new ArgumentNullException(paramName, msg), null);

    public static Exception ExceptValue(string paramName, string msg, params object[] args) => ExceptValue(paramName, Format(msg, args));

    public static Exception ExceptValue(this IExceptionContext ctx, string paramName) => Process<Exception>(new ArgumentNullException(paramName), ctx);

    public static Exception ExceptValue(this IExceptionContext ctx, string paramName, string msg) => Process<Exception>(new ArgumentNullException(paramName, msg), ctx);

    public static Exception ExceptValue(this IExceptionContext ctx, string paramName, string msg, params object[] args) => ExceptValue(ctx, paramName, Format(msg, args));

    // An empty argument.
    public static Exception ExceptEmpty(string paramName) => Process<Exception>(new ArgumentOutOfRangeException(paramName, $"{paramName} cannot be null or empty"), null);

    public static Exception ExceptEmpty(string paramName, string msg) => Process<Exception>(new ArgumentOutOfRangeException(paramName, msg), null);

    public static Exception ExceptEmpty(string paramName, string msg, params object[] args) => ExceptEmpty(paramName, Format(msg, args));

    public static Exception ExceptEmpty(this IExceptionContext ctx, string paramName) => Process<Exception>(new ArgumentOutOfRangeException(paramName, $"{paramName} cannot be null or empty"), ctx);

    public static Exception ExceptEmpty(this IExceptionContext ctx, string paramName, string msg) => Process<Exception>(new ArgumentOutOfRangeException(paramName, msg), ctx);

    public static Exception ExceptEmpty(this IExceptionContext ctx, string paramName, string msg, params object[] args) => ExceptEmpty(ctx, paramName, Format(msg, args));

    // A blank argument.
    public static Exception ExceptWhiteSpace(string paramName) => Process<Exception>(new ArgumentOutOfRangeException(paramName, $"{paramName} cannot be null or white space"), null);

    public static Exception ExceptWhiteSpace(string paramName, string msg) => Process<Exception>(new ArgumentOutOfRangeException(paramName, msg), null);

    public static Exception ExceptWhiteSpace(this IExceptionContext ctx, string paramName) => Process<Exception>(new ArgumentOutOfRangeException(paramName, $"{paramName} cannot be null or white space"), ctx);

    public static Exception ExceptWhiteSpace(this IExceptionContext ctx, string paramName, string msg) => Process<Exception>(new ArgumentOutOfRangeException(paramName, msg), ctx);

    // A column that is missing or of the wrong type. The role is a word such as "feature".
    public static Exception ExceptSchemaMismatch(string paramName, string columnRole, string columnName) =>
        ExceptSchemaMismatch(null, paramName, columnRole, columnName);

    public static Exception ExceptSchemaMismatch(string paramName, string columnRole, string columnName, string expectedType, string actualType) =>
        ExceptSchemaMismatch(null, paramName, columnRole, columnName, expectedType, actualType);

    public static Exception ExceptSchemaMismatch(this IExceptionContext ctx, string paramName, string columnRole, string columnName) =>
        ExceptParam(ctx, paramName, $"Could not find {columnRole} column '{columnName}'").MarkSensitive(MessageSensitivity.Schema);

    public static Exception ExceptSchemaMismatch(this IExceptionContext ctx, string paramName, string columnRole, string columnName, string expectedType, string actualType) =>
        ExceptParam(ctx, paramName, $"Schema mismatch for {columnRole} column '{columnName}': expected {expectedType}, got {actualType}").MarkSensitive(MessageSensitivity.Schema);

    private static string Format(string msg, object[] args) => args is { Length: > 0 } ? string.Format(msg, args) : msg;
}
