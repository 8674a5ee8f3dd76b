using System;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The stored form of <see cref="AffineFunction{T}"/>.</summary>
internal abstract class AffineFunction : NormalizerFunction
{
    public const string LoaderSignature = "AffineNormExec";

    protected static VersionInfo GetVersionInfo() => new(
        modelSignature: "AFF NORM",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010003,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature);

    // Layout: int bytes per number; int number of slots; int number of listed slots, -1 for all, and their indices;
    // int number of scales, and these; int number of offsets, 0 if all are zero, and these.
    public static AffineFunction<T> Load<T>(ModelLoadContext ctx, DataViewType type)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        ctx.CheckAtModel(GetVersionInfo());
        BinaryReader reader = ctx.Reader;
        CheckNumberSize<T>(reader);
        int size = reader.ReadInt32();
        Contracts.CheckDecode(size > 0);
        CheckSlotCount(size, type);
        int listed = reader.ReadInt32();
        Contracts.CheckDecode(-1 <= listed && listed < size);
        int[] slots = listed < 0 ? Enumerable.Range(0, size).ToArray() : ReadNumbers<int>(reader, listed);
        Contracts.CheckDecode(slots.All(s => 0 <= s && s < size));

        int scaleCount = reader.ReadInt32();
        Contracts.CheckDecode(scaleCount == slots.Length);
        T[] listedScales = ReadNumbers<T>(reader, scaleCount);
        int offsetCount = reader.ReadInt32();
        Contracts.CheckDecode(offsetCount == 0 || offsetCount == slots.Length);
        T[] listedOffsets = ReadNumbers<T>(reader, offsetCount);

        var scales = new T[size];
        var offsets = new T[size];
        Array.Fill(scales, T.One);
        for (int i = 0; i < slots.Length; i++)
        {
            Contracts.CheckDecode(!T.IsNaN(listedScales[i]));
            scales[slots[i]] = listedScales[i];
            if (offsetCount > 0 && listedScales[i] != T.Zero)
            {
                Contracts.CheckDecode(!T.IsNaN(listedOffsets[i]));
                offsets[slots[i]] = listedOffsets[i];
            }
        }
        return new AffineFunction<T>(scales, offsets, type is VectorDataViewType);
    }
}

/// <summary>(value - offset) * scale, slot by slot.</summary>
internal sealed class AffineFunction<T> : AffineFunction
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _scales;
    private readonly T[] _offsets;
    private readonly bool _isVector;
    private readonly bool _keepsZeros;

    public AffineFunction(T[] scales, T[] offsets, bool isVector)
    {
        _scales = scales;
        _offsets = offsets;
        _isVector = isVector;
        _keepsZeros = offsets.All(o => o == T.Zero);
    }

    // Vectors leave out offsets that are all zero.
    private T[] StoredOffsets => _isVector && _keepsZeros ? [] : _offsets;

    public override NormalizingTransformer.NormalizerModelParametersBase ToModelParameters() =>
        _isVector
            ? new NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<T>>(ImmutableArray.Create(_scales), ImmutableArray.Create(StoredOffsets))
            : new NormalizingTransformer.AffineNormalizerModelParameters<T>(_scales[0], _offsets[0]);

    public override void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(Unsafe.SizeOf<T>());
        ctx.Writer.Write(_scales.Length);
        ctx.Writer.Write(-1);
        ctx.Writer.Write(_scales.Length);
        WriteNumbers(ctx.Writer, _scales);
        ctx.Writer.Write(StoredOffsets.Length);
        WriteNumbers(ctx.Writer, StoredOffsets);
        ctx.SaveTextStream("AffineNormalizer.txt", writer =>
        {
            writer.WriteLine($"NumNormalizationFeatures={_scales.Length}");
            for (int i = 0; i < _scales.Length; i++)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i}\t{_offsets[i]}\t{_scales[i]}"));
            writer.WriteLine();
        });
    }

    public override Delegate MakeGetter(DataViewRow input, DataViewSchema.Column source)
    {
        if (!_isVector)
        {
            ValueGetter<T> getOne = input.GetGetter<T>(input.Schema[source.Index]);
            T scale = _scales[0], offset = _offsets[0];
            return (ValueGetter<T>)((ref T value) =>
            {
                getOne(ref value);
                value = (value - offset) * scale;
            });
        }

        ValueGetter<VBuffer<T>> getMany = input.GetGetter<VBuffer<T>>(input.Schema[source.Index]);
        VBuffer<T> row = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            getMany(ref row);
            Contracts.Check(row.Length == _scales.Length);
            if (row.IsDense || !_keepsZeros)
                ApplyToAll(row, ref value);
            else
                ApplyToHeld(row, ref value);
        });
    }

    private void ApplyToAll(in VBuffer<T> row, ref VBuffer<T> value)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, row.Length);
        row.CopyTo(editor.Values);
        for (int i = 0; i < editor.Values.Length; i++)
            editor.Values[i] = Apply(editor.Values[i], i);
        value = editor.Commit();
    }

    private void ApplyToHeld(in VBuffer<T> row, ref VBuffer<T> value)
    {
        row.CopyTo(ref value);
        VBufferEditor<T> editor = VBufferEditor.CreateFromBuffer(ref value);
        for (int i = 0; i < editor.Values.Length; i++)
            editor.Values[i] = Apply(editor.Values[i], editor.Indices[i]);
        value = editor.Commit();
    }

    // Adding zero makes a negative zero a positive one.
    private T Apply(T value, int slot) => (value - _offsets[slot]) * _scales[slot] + T.Zero;
}
