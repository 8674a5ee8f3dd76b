using System;
using System.Diagnostics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A pipe into the listeners of an environment, if it has any for such messages.</summary>
internal class LocalPipe<TMessage> : ChannelProviderBase, IPipe<TMessage>, IMessageSource
{
    private readonly ChannelProviderBase _parent;
    private readonly Action<IMessageSource, TMessage> _dispatch;

    public LocalPipe(ChannelProviderBase parent, string name, Action<IMessageSource, TMessage> dispatch)
        : base(name, parent.FullName, parent.Verbose)
    {
        _parent = parent;
        _dispatch = dispatch;
    }

    public void Send(TMessage msg) => _dispatch?.Invoke(this, msg);

    public virtual void Dispose()
    {
    }

    // The component that throws is the one that started the channel; the channel says in which phase of its work.
    public override TException Process<TException>(TException ex) => Noted(ex, _parent.ShortName, _parent.ParentFullName, ShortName);
}

/// <summary>A channel of log messages, which also says when it begins and how long it took.</summary>
internal sealed class LocalChannel : LocalPipe<ChannelMessage>, IChannel
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _disposed;

    public LocalChannel(ChannelProviderBase parent, string name, Action<IMessageSource, ChannelMessage> dispatch)
        : base(parent, name, dispatch) => Trace(MessageSensitivity.None, "Channel started");

    public override void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", _watch.Elapsed);
        Trace(MessageSensitivity.None, "Channel disposed");
    }

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt));

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt, args));

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt));

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt, args));

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt));

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt, args));

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt));

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt, args));
}
