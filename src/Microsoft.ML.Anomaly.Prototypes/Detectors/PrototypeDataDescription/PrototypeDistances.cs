using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Distances between embedded prototypes, and which pairs of them count.</summary>
internal static class PrototypeDistances
{
    /// <summary>Added to squared distances before a root, whose gradient at 0 is infinite.</summary>
    public const float SmallestSquare = 1e-12f;

    /// <summary>The squared Euclidean distances of all pairs.</summary>
    /// <param name="z">[P, d]</param>
    /// <returns>[P, P]</returns>
    public static Tensor Squared(Tensor z)
    {
        // Moving all points alike changes no distance, but keeps |a|² + |b|² - 2ab from cancelling out.
        Tensor centred = z - z.detach().mean([0L], keepdim: true);
        Tensor norms = centred.Squared().sum(1);
        return norms.unsqueeze(1).Plus(norms).addmm(centred, centred.t(), 1, -2).relu();
    }

    /// <summary>The pairs j &lt; k that count, as places j P + k in a matrix; null where there are none.</summary>
    /// <param name="prototypes">P</param>
    /// <param name="counts">Whether the pair j, k counts.</param>
    /// <param name="device">Where the distances are.</param>
    public static Tensor? Pairs(int prototypes, Func<int, int, bool> counts, Device device)
    {
        var places = new List<long>();
        for (int j = 0; j < prototypes; j++)
        {
            for (int k = j + 1; k < prototypes; k++)
            {
                if (counts(j, k))
                    places.Add(((long)j * prototypes) + k);
            }
        }
        return Places(places, device);
    }

    /// <summary>Places in a matrix as a tensor that outlives the scope; null where there are none.</summary>
    public static Tensor? Places(IReadOnlyList<long> places, Device device) =>
        places.Count == 0 ? null : tensor([.. places], [places.Count], device: device).DetachFromDisposeScope();

    /// <summary>The values at the given places of a matrix.</summary>
    public static Tensor Select(Tensor matrix, Tensor places) => matrix.reshape(-1).index_select(0, places);

    /// <summary>A zero that gradients can flow through.</summary>
    public static Tensor Nothing(Tensor like) => like.sum().Times(0);
}
