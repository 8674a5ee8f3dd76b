using System;

namespace Microsoft.ML.Data;

/// <summary>
/// What a row-by-row transform does to one input schema: the columns it adds, and getters that compute them. Columns of
/// the input are known by their index in its schema, added ones by their position in <see cref="GetOutputColumns"/>.
/// Transforms derive from <see cref="RowToRowTransformerBase.MapperBase"/> instead of implementing this.
/// </summary>
internal interface IRowMapper
{
    DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>Which input columns the active ones of the added columns need.</summary>
    Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    /// <summary>
    /// For each added column its <see cref="ValueGetter{TValue}"/>, or null when inactive. Called once per cursor, so that
    /// getters may share state that belongs to the cursor; the disposer, which may be null, ends it.
    /// </summary>
    Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer);
}
