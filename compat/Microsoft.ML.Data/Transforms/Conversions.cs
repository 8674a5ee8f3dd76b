using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The standard conversions between item types. Text that is no number becomes NaN, or the default of an integer type.</summary>
internal static class Conversions
{
    private static readonly Dictionary<(Type From, Type To), Delegate> Table = MakeTable();

    /// <summary>A <see cref="Converter{TInput, TOutput}"/> of the raw types; null when there is none.</summary>
    public static Delegate GetOrNull(DataViewType from, DataViewType to)
    {
        if (from is KeyDataViewType key)
        {
            bool fits = to is KeyDataViewType other
                ? other.Count == key.Count
                : KeyDataViewType.IsValidDataType(to.RawType) && key.Count <= MaximumOf(to.RawType);
            return fits ? Table[(from.RawType, to.RawType)] : null;
        }
        return to is KeyDataViewType ? null : Table.GetValueOrDefault((from.RawType, to.RawType));
    }

    /// <summary>The largest value of an unsigned integer type.</summary>
    public static ulong MaximumOf(Type type) =>
        type == typeof(byte) ? byte.MaxValue
        : type == typeof(ushort) ? ushort.MaxValue
        : type == typeof(uint) ? uint.MaxValue
        : ulong.MaxValue;

    /// <summary>Whether a value stands for a missing one.</summary>
    public static Predicate<T> IsMissing<T>(DataViewType type)
    {
        if (type is KeyDataViewType)
            return value => EqualityComparer<T>.Default.Equals(value, default);
        if (typeof(T) == typeof(float))
            return (Predicate<T>)(object)(Predicate<float>)float.IsNaN;
        if (typeof(T) == typeof(double))
            return (Predicate<T>)(object)(Predicate<double>)double.IsNaN;
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (Predicate<T>)(object)(Predicate<ReadOnlyMemory<char>>)(text => text.IsEmpty);
        return value => false;
    }

    private static Dictionary<(Type, Type), Delegate> MakeTable()
    {
        var table = new Dictionary<(Type, Type), Delegate>();
        void Add<TFrom, TTo>(Converter<TFrom, TTo> convert) => table.Add((typeof(TFrom), typeof(TTo)), convert);

        void AddSigned<T>()
            where T : IBinaryInteger<T>
        {
            Add<T, sbyte>(sbyte.CreateTruncating);
            Add<T, short>(short.CreateTruncating);
            Add<T, int>(int.CreateTruncating);
            Add<T, long>(long.CreateTruncating);
            AddFromInteger<T>();
        }

        void AddUnsigned<T>()
            where T : IBinaryInteger<T>
        {
            Add<T, byte>(ZeroIfTooLarge<T, byte>);
            Add<T, ushort>(ZeroIfTooLarge<T, ushort>);
            Add<T, uint>(ZeroIfTooLarge<T, uint>);
            Add<T, ulong>(ZeroIfTooLarge<T, ulong>);
            AddFromInteger<T>();
        }

        void AddFromInteger<T>()
            where T : IBinaryInteger<T>
        {
            Add<T, float>(float.CreateTruncating);
            Add<T, double>(double.CreateTruncating);
            Add<T, bool>(value => value != T.Zero);
            Add<T, ReadOnlyMemory<char>>(value => value.ToString(null, CultureInfo.InvariantCulture).AsMemory());
        }

        void AddParsed<T>(PrimitiveDataViewType type)
        {
            FieldParser<T> parse = FieldParsers.For<T>(type, new TextFormat { DecimalMarker = '.' });
            Add<ReadOnlyMemory<char>, T>(text =>
            {
                parse(text, out T value);
                return value;
            });
        }

        void AddTime<T>(Func<T, long> ticks, string format)
            where T : IFormattable
        {
            Add<T, long>(value => ticks(value));
            Add<T, float>(value => ticks(value));
            Add<T, double>(value => ticks(value));
            Add<T, ReadOnlyMemory<char>>(value => value.ToString(format, CultureInfo.InvariantCulture).AsMemory());
        }

        AddSigned<sbyte>();
        AddSigned<short>();
        AddSigned<int>();
        AddSigned<long>();
        AddUnsigned<byte>();
        AddUnsigned<ushort>();
        AddUnsigned<uint>();
        AddUnsigned<ulong>();

        Add<float, float>(value => value);
        Add<float, double>(value => value);
        Add<float, bool>(value => value != 0);
        Add<float, ReadOnlyMemory<char>>(value => value.ToString("G7", CultureInfo.InvariantCulture).AsMemory());
        Add<double, float>(value => (float)value);
        Add<double, double>(value => value);
        Add<double, bool>(value => value != 0);
        Add<double, ReadOnlyMemory<char>>(value => value.ToString("G17", CultureInfo.InvariantCulture).AsMemory());

        Add<bool, sbyte>(Convert.ToSByte);
        Add<bool, short>(Convert.ToInt16);
        Add<bool, int>(Convert.ToInt32);
        Add<bool, long>(Convert.ToInt64);
        Add<bool, float>(Convert.ToSingle);
        Add<bool, double>(Convert.ToDouble);
        Add<bool, bool>(value => value);
        Add<bool, ReadOnlyMemory<char>>(value => value.ToString().AsMemory());

        AddTime<TimeSpan>(value => value.Ticks, "c");
        AddTime<DateTime>(value => value.Ticks, "o");
        AddTime<DateTimeOffset>(value => value.UtcTicks, "o");
        Add<DateTime, DateTime>(value => value);

        AddParsed<sbyte>(NumberDataViewType.SByte);
        AddParsed<short>(NumberDataViewType.Int16);
        AddParsed<int>(NumberDataViewType.Int32);
        AddParsed<long>(NumberDataViewType.Int64);
        AddParsed<byte>(NumberDataViewType.Byte);
        AddParsed<ushort>(NumberDataViewType.UInt16);
        AddParsed<uint>(NumberDataViewType.UInt32);
        AddParsed<ulong>(NumberDataViewType.UInt64);
        AddParsed<float>(NumberDataViewType.Single);
        AddParsed<double>(NumberDataViewType.Double);
        AddParsed<bool>(BooleanDataViewType.Instance);
        AddParsed<TimeSpan>(TimeSpanDataViewType.Instance);
        AddParsed<DateTime>(DateTimeDataViewType.Instance);
        AddParsed<DateTimeOffset>(DateTimeOffsetDataViewType.Instance);
        Add<ReadOnlyMemory<char>, ReadOnlyMemory<char>>(text => text);
        return table;
    }

    private static TTo ZeroIfTooLarge<TFrom, TTo>(TFrom value)
        where TFrom : IBinaryInteger<TFrom>
        where TTo : IBinaryInteger<TTo>
    {
        TTo result = TTo.CreateTruncating(value);
        return TFrom.CreateTruncating(result) == value ? result : TTo.Zero;
    }
}
