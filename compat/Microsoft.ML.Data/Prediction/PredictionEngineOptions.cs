using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a prediction engine maps objects to columns and back.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members of the output class may lack a column; they keep their values then.</summary>
    public bool IgnoreMissingColumns = true;

    public SchemaDefinition InputSchemaDefinition;

    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether disposing the engine disposes the transformer.</summary>
    public bool OwnsTransformer = true;

    public PredictionEngineOptions()
    {
    }
}
