using System;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(PcaModelParameters), null, typeof(SignatureLoadModel), "PCA Anomaly Executor", PcaModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

/// <summary>Principal components; a row's score is the share of its length that they do not explain.</summary>
public sealed class PcaModelParameters : ModelParametersBase<float>, IFeatureScorer
{
    internal const string LoaderSignature = "pcaAnomExec";

    private const string RegistrationName = "PCAPredictor";

    private readonly int _dimension;
    private readonly float[][] _components;

    // Null when the features were not centred.
    private readonly float[] _mean;

    private readonly float[] _meanProjections;
    private readonly float _meanNorm2;

    internal PcaModelParameters(IHostEnvironment env, float[][] components, float[] mean)
        : base(env, RegistrationName)
    {
        Host.CheckParam(components.All(v => v.All(float.IsFinite)), "eigenVectors",
            "The learnt eigenvectors contained NaN values, consider modifying the dataset or lower the rank or oversampling parameters");
        _dimension = components[0].Length;
        _components = components;
        _mean = mean;
        (_meanProjections, _meanNorm2) = Project(components, mean);
    }

    private PcaModelParameters(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, RegistrationName, ctx)
    {
        _dimension = ctx.Reader.ReadInt32();
        int rank = ctx.Reader.ReadInt32();
        Host.CheckDecode(_dimension > 0 && 0 < rank && rank <= _dimension);
        // What the numbers take must be there before memory is taken for them.
        Host.CheckDecode((long)rank * _dimension <= ctx.Header.CbModel / sizeof(float));
        _mean = ctx.Reader.ReadBoolean() ? ReadVector(ctx) : null;
        _components = Enumerable.Range(0, rank).Select(_ => ReadVector(ctx)).ToArray();
        (_meanProjections, _meanNorm2) = Project(_components, _mean);
    }

    VectorDataViewType IFeatureScorer.InputType => new(NumberDataViewType.Single, _dimension);

    private protected override PredictionKind PredictionKind => PredictionKind.AnomalyDetection;

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "PCA ANOM",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: GenuineAssembly.Pca,
        loaderSignature: LoaderSignature);

    internal static PcaModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new PcaModelParameters(env, ctx);
    }

    // Layout: base; int dimension; int rank; byte whether centred, and if so the mean; the components.
    private protected override void SaveCore(ModelSaveContext ctx)
    {
        base.SaveCore(ctx);
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(_dimension);
        ctx.Writer.Write(_components.Length);
        ctx.Writer.Write(_mean != null);
        if (_mean != null)
            ctx.Writer.Write(MemoryMarshal.AsBytes<float>(_mean));
        foreach (float[] component in _components)
            ctx.Writer.Write(MemoryMarshal.AsBytes<float>(component));
    }

    public void GetEigenVectors(ref VBuffer<float>[] vectors, out int rank)
    {
        rank = _components.Length;
        if (vectors == null || vectors.Length < rank)
            Array.Resize(ref vectors, rank);
        for (int i = 0; i < rank; i++)
            VBuffer<float>.Copy(_components[i], 0, ref vectors[i], _dimension);
    }

    /// <summary>The mean of the features; without values when they were not centred.</summary>
    public void GetMean(ref VBuffer<float> mean)
    {
        if (_mean == null)
            mean = new VBuffer<float>(_dimension, 0, null, null);
        else
            VBuffer<float>.Copy(_mean, 0, ref mean, _dimension);
    }

    float IFeatureScorer.Score(in VBuffer<float> features)
    {
        Host.Check(features.Length == _dimension);
        float norm2 = Norm2(features.GetValues()) - (_mean == null ? 0 : 2 * Dot(_mean, features)) + _meanNorm2;
        // Rounding can make the squared distance from the mean negative.
        if (norm2 < 0)
            norm2 = 0;
        float explained = 0;
        for (int i = 0; i < _components.Length; i++)
        {
            float coordinate = Dot(_components[i], features) - _meanProjections[i];
            explained += coordinate * coordinate;
        }
        return MathF.Sqrt((norm2 - explained) / norm2);
    }

    private static (float[] Projections, float Norm2) Project(float[][] components, float[] mean) =>
        mean == null
            ? (new float[components.Length], 0)
            : (components.Select(c => Dot(c, new VBuffer<float>(mean.Length, mean))).ToArray(), Norm2(mean));

    private static float Norm2(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
            sum += value * value;
        return sum;
    }

    private static float Dot(float[] vector, in VBuffer<float> features)
    {
        ReadOnlySpan<float> values = features.GetValues();
        ReadOnlySpan<int> indices = features.GetIndices();
        float sum = 0;
        for (int i = 0; i < values.Length; i++)
            sum += vector[features.IsDense ? i : indices[i]] * values[i];
        return sum;
    }

    private float[] ReadVector(ModelLoadContext ctx)
    {
        byte[] bytes = ctx.Reader.ReadBytes(_dimension * sizeof(float));
        Host.CheckDecode(bytes.Length == _dimension * sizeof(float));
        float[] values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Host.CheckDecode(values.All(float.IsFinite));
        return values;
    }
}
