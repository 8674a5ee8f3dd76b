using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What one fold has learned.</summary>
/// <param name="Channels">The prototypes, made of the rows of the other folds.</param>
/// <param name="Trees">The tree head, or null.</param>
/// <param name="NetworkInput">The standardisation of the networks' inputs, or null.</param>
/// <param name="Networks">The network head, or null.</param>
internal sealed record EnsembleFold(
    PrototypeChannels Channels, TreeCommittee? Trees, InputStandardization? NetworkInput, NetworkCommittee? Networks);
