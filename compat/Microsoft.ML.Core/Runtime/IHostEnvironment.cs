using System;

namespace Microsoft.ML.Runtime;

/// <summary>Where components get channels, random numbers and the catalog of loadable classes from.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    ComponentCatalog ComponentCatalog { get; }

    IHost Register(string name, int? seed = null, bool? verbose = null);
}

/// <summary>The environment as one component sees it, with a random generator of its own.</summary>
public interface IHost : IHostEnvironment
{
    Random Rand { get; }
}

/// <summary>The settings of an environment that components may ask for.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    int? Seed { get; }

    string TempFilePath { get; set; }

    bool FallbackToCpu { get; set; }

    int? GpuDeviceId { get; set; }

    void SetOption<T>(string name, T value);

    bool TryAddOption<T>(string name, T value);

    T GetOptionOrDefault<T>(string name);

    bool TryGetOption<T>(string name, out T value);

    bool RemoveOption(string name);
}
