using System;

namespace Microsoft.ML.Runtime;

/// <summary>Something named in a tree of environment, hosts and channels, which marks the exceptions it throws with its name.</summary>
internal abstract class ChannelProviderBase : IExceptionContext
{
    protected ChannelProviderBase(string shortName, string parentFullName, bool verbose)
    {
        ParentFullName = string.IsNullOrEmpty(parentFullName) ? null : parentFullName;
        ShortName = string.IsNullOrEmpty(shortName) ? null : shortName;
        FullName = ParentFullName == null ? ShortName : $"{ParentFullName}; {ShortName}";
        Verbose = verbose;
    }

    public string ShortName { get; }

    public string ParentFullName { get; }

    public string FullName { get; }

    public bool Verbose { get; }

    public virtual string ContextDescription => FullName;

    public abstract TException Process<TException>(TException ex)
        where TException : Exception;

    protected static TException Noted<TException>(TException ex, string component, string parent, string phase)
        where TException : Exception
    {
        if (ex == null)
            return null;
        ex.Data[ExceptionContextKeys.ThrowingComponent] = component;
        if (parent != null)
            ex.Data[ExceptionContextKeys.ParentComponent] = parent;
        if (phase != null)
            ex.Data[ExceptionContextKeys.Phase] = phase;
        return Contracts.Mark(ex);
    }

    /// <summary>The keys under which an exception's data says where it came from.</summary>
    public static class ExceptionContextKeys
    {
        public const string ThrowingComponent = "Throwing component";
        public const string ParentComponent = "Parent component";
        public const string Phase = "Phase";
    }
}
