using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What a baseline has learned, part by part: scaling and typical rows, which all have, and the networks and vectors that its score is a
/// formula of.
/// </summary>
/// <param name="scaling">What becomes of a row before the networks see it.</param>
/// <param name="typicalRows">Scaled rows that stand for the normal ones, at least one.</param>
internal sealed class BaselineParts(FeatureScaling scaling, float[][] typicalRows)
{
    private const string TypicalTensor = "typicalRows", ClassesSetting = "classes";

    private readonly List<(string Name, FrozenNetwork Network)> _networks = [];
    private readonly List<PayloadTensor> _tensors = [];
    private ModelPayload? _payload;

    public FeatureScaling Scaling => scaling;

    public float[][] TypicalRows => typicalRows;

    /// <summary>D, the number of features that networks see.</summary>
    public int Inputs => scaling.OutputWidth;

    /// <summary>Starts to read a payload.</summary>
    /// <exception cref="FormatException">The payload is of another kind, or incomplete.</exception>
    public static BaselineParts Read(ModelPayload payload, string kind)
    {
        if (payload.Kind != kind)
            throw new FormatException($"The model is a '{payload.Kind}', not a '{kind}'.");
        var settings = new PayloadSettings(payload.Settings);
        int inputs = settings.Size("inputs"), typical = settings.Size("typical");
        FeatureScaling scaling = FeatureScaling.FromPayload(payload, settings.Size("features"), inputs);
        return new BaselineParts(scaling, [.. payload.Tensor(TypicalTensor, typical, inputs).Chunk(inputs)]) { _payload = payload };
    }

    public ModelPayload ToPayload(string kind)
    {
        var settings = new JsonObject
        {
            ["features"] = scaling.InputWidth,
            ["inputs"] = Inputs,
            ["typical"] = typicalRows.Length,
        };
        if (ClassNames.Length > 0)
            settings[ClassesSetting] = new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]);
        // Networks and vectors in an order that does not depend on whether they were learned or read.
        IEnumerable<(string Name, FrozenNetwork Network)> networks = _networks.OrderBy(part => part.Name, StringComparer.Ordinal);
        foreach ((string name, FrozenNetwork network) in networks)
            settings[name] = NetworkPayload.Settings(network);
        return new ModelPayload(kind, settings,
        [
            .. scaling.ToTensors(), new(TypicalTensor, [typicalRows.Length, Inputs], [.. typicalRows.SelectMany(row => row)]),
            .. networks.SelectMany(part => NetworkPayload.Tensors(part.Network, part.Name)),
            .. _tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal),
        ]);
    }

    public BaselineParts With(string name, FrozenNetwork network)
    {
        _networks.Add((name, network));
        return this;
    }

    public BaselineParts With(string name, float[] vector)
    {
        _tensors.Add(new PayloadTensor(name, [vector.Length], vector));
        return this;
    }

    /// <summary>Reads a network of the payload.</summary>
    /// <exception cref="FormatException">It is missing, or doesn't fit.</exception>
    public BaselineParts ReadNetwork(string name, int inputs, int? outputs = null) =>
        With(name, NetworkPayload.Read(_payload!, name, inputs, outputs));

    /// <summary>Reads a vector of the payload.</summary>
    /// <exception cref="FormatException">It is missing, or has another length.</exception>
    public BaselineParts ReadVector(string name, int length) => With(name, _payload!.Tensor(name, length));

    /// <summary>Reads a vector that consists of some parts of equal length.</summary>
    /// <exception cref="FormatException">It is missing, or has another length, or none.</exception>
    public BaselineParts ReadVectors(string name, int length)
    {
        float[] vector = _payload!.Vector(name);
        if (vector.Length == 0 || vector.Length % length != 0)
            throw new FormatException($"The model's tensor '{name}' has {vector.Length} values, which are no vectors of {length}.");
        return With(name, vector);
    }

    /// <summary>The names of the classes that it was learned from; none where it was learned from none.</summary>
    public string[] ClassNames { get; private set; } = [];

    public BaselineParts WithClassNames(string[] names)
    {
        ClassNames = names;
        return this;
    }

    /// <summary>Reads the names of classes.</summary>
    /// <exception cref="FormatException">They are missing, or more or fewer.</exception>
    public BaselineParts ReadClassNames(int count)
    {
        string[] names = new PayloadSettings(_payload!.Settings).Texts(ClassesSetting);
        return names.Length == count ? WithClassNames(names) : throw new FormatException($"The model is damaged: it has {names.Length} names of {count} classes.");
    }

    public FrozenNetwork Network(string name) => _networks.Find(part => part.Name == name).Network;

    public float[] Vector(string name) => _tensors.Find(tensor => tensor.Name == name)!.Values;
}
