using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Base of the catalogs of a task: its trainers and how to evaluate them.</summary>
public abstract class TrainCatalogBase : IInternalCatalog
{
    private protected TrainCatalogBase(IHostEnvironment env, string registrationName)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckNonEmpty(registrationName, nameof(registrationName));
        // The context's own environment, so that what is set on the context later reaches the trainers.
        Environment = env;
    }

    IHostEnvironment IInternalCatalog.Environment => Environment;

    private protected IHostEnvironment Environment { get; }

    /// <summary>Base of what extension methods add trainers to.</summary>
    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase catalog) => Owner = catalog;

        IHostEnvironment IInternalCatalog.Environment => Owner.GetEnvironment();

        internal TrainCatalogBase Owner { get; }
    }
}
