using System;
using System.Collections.Concurrent;
using System.IO;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The environment behind MLContext. It and the hosts made of it share listeners, options and the catalog.</summary>
internal class LocalEnvironment : ChannelProviderBase, IHostEnvironmentInternal
{
    private readonly Shared _shared;
    private readonly LocalEnvironment _master;
    private readonly Random _random;

    public LocalEnvironment(int? seed = null)
        : base(shortName: null, parentFullName: null, verbose: false)
    {
        Seed = seed;
        _random = RandomUtils.Create(seed);
        _shared = new Shared();
        TempFilePath = Path.GetTempPath();
    }

    private protected LocalEnvironment(LocalEnvironment master, string name, Random random, bool verbose)
        : base(name, master._master?.FullName, verbose)
    {
        _master = master;
        _shared = master._shared;
        _random = random;
        Seed = master.Seed;
        TempFilePath = master.TempFilePath;
        GpuDeviceId = master.GpuDeviceId;
        FallbackToCpu = master.FallbackToCpu;
    }

    public int? Seed { get; }

    public string TempFilePath { get; set; }

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; }

    public ComponentCatalog ComponentCatalog => _shared.Catalog;

    public Random Rand => _random;

    public override string ContextDescription => "HostEnvironment";

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        // Each host draws its seed from this one's generator, so that seeds depend on the order of registering only.
        Random random;
        lock (_random)
            random = seed is { } value ? RandomUtils.Create(value) : RandomUtils.Create(_random);
        return new LocalHost(this, name, random, verbose ?? Verbose);
    }

    public IChannel Start(string name) => new LocalChannel(this, name, _shared.Dispatch);

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new LocalPipe<TMessage>(this, name, dispatch: null);

    public IProgressChannel StartProgressChannel(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return new SilentProgressChannel();
    }

    public void AddListener(Action<IMessageSource, ChannelMessage> listener) => _shared.Listeners += listener;

    public void SetOption<T>(string name, T value) => _shared.Options[name] = value;

    public bool TryAddOption<T>(string name, T value) => _shared.Options.TryAdd(name, value);

    public T GetOptionOrDefault<T>(string name) => TryGetOption(name, out T value) ? value : default;

    public bool TryGetOption<T>(string name, out T value)
    {
        bool found = _shared.Options.TryGetValue(name, out object boxed);
        value = found ? (T)boxed : default;
        return found;
    }

    public bool RemoveOption(string name) => _shared.Options.TryRemove(name, out _);

    // Only channels name the component they belong to.
    public override TException Process<TException>(TException ex) => Noted(ex, "Environment", parent: null, phase: null);

    private sealed class Shared
    {
        public readonly ComponentCatalog Catalog = new();
        public readonly ConcurrentDictionary<string, object> Options = new();

        public event Action<IMessageSource, ChannelMessage> Listeners;

        public void Dispatch(IMessageSource source, ChannelMessage message) => Listeners?.Invoke(source, message);
    }

    private sealed class LocalHost(LocalEnvironment master, string name, Random random, bool verbose)
        : LocalEnvironment(master, name, random, verbose), IHost;
}
