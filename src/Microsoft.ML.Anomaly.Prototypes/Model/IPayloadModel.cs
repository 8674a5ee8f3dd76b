namespace Microsoft.ML.Anomaly.Prototypes.Model;

/// <summary>A model that can be read back from its payload.</summary>
internal interface IPayloadModel<TModel>
    where TModel : PrototypeModel
{
    /// <summary>The kind of its payload, and its name in ML.NET's files: at most 24 ASCII characters.</summary>
    static abstract string KindOfModel { get; }

    /// <exception cref="FormatException">The payload is incomplete, or of another kind.</exception>
    static abstract TModel FromPayload(ModelPayload payload);
}
