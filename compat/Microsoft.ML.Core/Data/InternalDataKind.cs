using System;

namespace Microsoft.ML.Data;

/// <summary>The kinds as model files number them, with all the names that options of text files may use.</summary>
internal enum InternalDataKind : byte
{
    I1 = 1,
    U1 = 2,
    I2 = 3,
    U2 = 4,
    I4 = 5,
    U4 = 6,
    I8 = 7,
    U8 = 8,
    R4 = 9,
    Num = R4,
    R8 = 10,
    TX = 11,
    TXT = TX,
    Text = TX,
    BL = 12,
    Bool = BL,
    TS = 13,
    TimeSpan = TS,
    DT = 14,
    DateTime = DT,
    DZ = 15,
    DateTimeZone = DZ,
    UG = 16,
    U16 = UG,
}

internal static class InternalDataKindExtensions
{
    private static readonly Type[] _types =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(ReadOnlyMemory<char>), typeof(bool), typeof(TimeSpan), typeof(DateTime),
        typeof(DateTimeOffset), typeof(DataViewRowId),
    ];

    public static InternalDataKind ToInternalDataKind(this DataKind dataKind) => (InternalDataKind)dataKind;

    public static DataKind ToDataKind(this InternalDataKind kind) => (DataKind)kind;

    /// <summary>The raw type of columns of this kind; null when the number is none of the enumeration's.</summary>
    public static Type ToType(this InternalDataKind kind) =>
        kind >= InternalDataKind.I1 && (int)kind <= _types.Length ? _types[(int)kind - 1] : null;

    public static bool TryGetDataKind(this Type type, out InternalDataKind kind)
    {
        int index = type == typeof(string) ? (int)InternalDataKind.TX - 1 : Array.IndexOf(_types, type);
        kind = (InternalDataKind)(index + 1);
        return index >= 0;
    }

    /// <summary>The largest value of an unsigned integer type, which is the largest number of keys; 0 for other types.</summary>
    public static ulong ToMaxInt(this Type type) =>
        type == typeof(byte) ? byte.MaxValue
        : type == typeof(ushort) ? ushort.MaxValue
        : type == typeof(uint) ? uint.MaxValue
        : type == typeof(ulong) ? ulong.MaxValue
        : 0;
}
