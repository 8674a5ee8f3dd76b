namespace TorchSharp;

/// <summary>The (height, width) settings of two-dimensional layers, in the forms that the API has for them.</summary>
internal static class Pair
{
    public static long[] Of((long, long) pair) => new[] { pair.Item1, pair.Item2 };

    public static long[] Of((long, long)? pair) => pair is { } value ? Of(value) : null;

    public static long[] Of(long? both) => both is { } value ? new[] { value, value } : null;

    /// <summary>One number stands for both; none for <paramref name="otherwise"/>.</summary>
    public static ReadOnlySpan<long> From(long[] values, long otherwise) => values is null || values.Length == 0
        ? new[] { otherwise, otherwise }
        : From(values);

    public static ReadOnlySpan<long> From(long[] values) => values.Length switch
    {
        1 => new[] { values[0], values[0] },
        2 => values,
        _ => throw new ArgumentException($"Expected one or two numbers, but got {values.Length}."),
    };
}
