using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>What the label column says of a training row.</summary>
internal enum RowLabel
{
    Unlabelled,
    Anomaly,
    Normal,
}

/// <summary>Reads the label column of a weakly supervised trainer in whichever of its types it comes.</summary>
internal static class LabelReader
{
    public const string Conventions =
        "Boolean (true: anomaly, false: unlabelled), Single (above 0: anomaly, 0 or NaN: unlabelled, below 0: normal), "
        + "or a key with two values (second: anomaly, first or missing: unlabelled)";

    public static bool IsSupported(DataViewType type) =>
        type is BooleanDataViewType || type == NumberDataViewType.Single || (type is KeyDataViewType { Count: 2 });

    /// <summary>How the column was read, for messages.</summary>
    public static string Convention(DataViewType type) => type switch
    {
        BooleanDataViewType => "true is a labelled anomaly, false an unlabelled row",
        KeyDataViewType => "the key's second value is a labelled anomaly, its first one or a missing value an unlabelled row",
        _ => "a value above 0 is a labelled anomaly, 0 or NaN an unlabelled row, a value below 0 a normal row",
    };

    public static Func<RowLabel> Create(DataViewRow row, DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case BooleanDataViewType:
                return Reader<bool>(row, column, value => value ? RowLabel.Anomaly : RowLabel.Unlabelled);
            case KeyDataViewType key when key.RawType == typeof(byte):
                return Reader<byte>(row, column, value => FromKey(value));
            case KeyDataViewType key when key.RawType == typeof(ushort):
                return Reader<ushort>(row, column, value => FromKey(value));
            case KeyDataViewType key when key.RawType == typeof(ulong):
                return Reader<ulong>(row, column, FromKey);
            case KeyDataViewType:
                return Reader<uint>(row, column, value => FromKey(value));
            default:
                return Reader<float>(row, column, value => value > 0 ? RowLabel.Anomaly : value < 0 ? RowLabel.Normal : RowLabel.Unlabelled);
        }
    }

    // A key's raw value counts from 1; 0 is the missing one.
    private static RowLabel FromKey(ulong raw) => raw == 2 ? RowLabel.Anomaly : RowLabel.Unlabelled;

    private static Func<RowLabel> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, RowLabel> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
