using System;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The stored form of <see cref="CumulativeNormalFunction{T}"/>.</summary>
internal abstract class CumulativeNormalFunction : NormalizerFunction
{
    public const string LoaderSignature = "CdfNormalizeFunction";

    protected static VersionInfo GetVersionInfo() => new(
        modelSignature: "CDFNORMF",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature);

    // Layout: int bytes per number; byte whether logarithms are taken first; int number of slots; means; deviations.
    public static CumulativeNormalFunction<T> Load<T>(ModelLoadContext ctx, DataViewType type)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        ctx.CheckAtModel(GetVersionInfo());
        BinaryReader reader = ctx.Reader;
        CheckNumberSize<T>(reader);
        Contracts.CheckDecode(reader.ReadByte() == 0, "Normalizers of logarithms are not supported");
        int size = reader.ReadInt32();
        Contracts.CheckDecode(size > 0);
        CheckSlotCount(size, type);
        T[] means = ReadNumbers<T>(reader, size), deviations = ReadNumbers<T>(reader, size);
        return new CumulativeNormalFunction<T>(means, deviations, type is VectorDataViewType);
    }
}

/// <summary>The share of a normal distribution that lies below the value, slot by slot; 0 for values that are not finite.</summary>
internal sealed class CumulativeNormalFunction<T>(T[] means, T[] deviations, bool isVector) : CumulativeNormalFunction
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    public override NormalizingTransformer.NormalizerModelParametersBase ToModelParameters() =>
        isVector
            ? new NormalizingTransformer.CdfNormalizerModelParameters<ImmutableArray<T>>(ImmutableArray.Create(means), ImmutableArray.Create(deviations), false)
            : new NormalizingTransformer.CdfNormalizerModelParameters<T>(means[0], deviations[0], false);

    public override void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(Unsafe.SizeOf<T>());
        ctx.Writer.Write(false);
        ctx.Writer.Write(means.Length);
        WriteNumbers(ctx.Writer, means);
        WriteNumbers(ctx.Writer, deviations);
        ctx.SaveTextStream("CdfNormalizer.txt", writer =>
        {
            writer.WriteLine($"NumNormalizationFeatures={means.Length}");
            writer.WriteLine("Log=False");
            for (int i = 0; i < means.Length; i++)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{means[i]}\t{deviations[i]}"));
        });
    }

    public override Delegate MakeGetter(DataViewRow input, DataViewSchema.Column source)
    {
        if (!isVector)
        {
            ValueGetter<T> getOne = input.GetGetter<T>(input.Schema[source.Index]);
            return (ValueGetter<T>)((ref T value) =>
            {
                getOne(ref value);
                value = Apply(value, 0);
            });
        }

        ValueGetter<VBuffer<T>> getMany = input.GetGetter<VBuffer<T>>(input.Schema[source.Index]);
        VBuffer<T> row = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            getMany(ref row);
            Contracts.Check(row.Length == means.Length);
            // The slots that a sparse vector does not hold stay zero.
            row.CopyTo(ref value);
            VBufferEditor<T> editor = VBufferEditor.CreateFromBuffer(ref value);
            for (int i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = Apply(editor.Values[i], editor.Indices.IsEmpty ? i : editor.Indices[i]);
            value = editor.Commit();
        });
    }

    // The error function by its approximation with elementary functions, a = 0.147 (Winitzki 2008).
    private T Apply(T value, int slot)
    {
        if (!(deviations[slot] > T.Epsilon) || !T.IsFinite(value))
            return T.Zero;
        T x = (value - means[slot]) / deviations[slot];
        T half = x * x / T.CreateChecked(2), scaled = T.CreateChecked(0.147) * half;
        double exponent = -double.CreateChecked(half) * (4 / Math.PI + double.CreateChecked(scaled)) / double.CreateChecked(T.One + scaled);
        return T.CreateTruncating(0.5 + 0.5 * T.Sign(x) * Math.Sqrt(1 - Math.Exp(exponent)));
    }
}
