using System.Collections.Generic;
using Microsoft.ML.Data;

namespace Microsoft.ML
{
    /// <summary>Something that can be written into a model file.</summary>
    public interface ICanSaveModel
    {
        void Save(ModelSaveContext ctx);
    }

    /// <summary>A fitted model: maps views to views.</summary>
    public interface ITransformer : ICanSaveModel
    {
        /// <summary>Whether the transformer maps row by row, so that <see cref="GetRowToRowMapper"/> can be called.</summary>
        bool IsRowToRowMapper { get; }

        DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

        IDataView Transform(IDataView input);

        IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
    }

    /// <summary>Learns a transformer from data.</summary>
    public interface IEstimator<out TTransformer>
        where TTransformer : ITransformer
    {
        TTransformer Fit(IDataView input);

        /// <summary>Which columns there will be after transforming data of the given shape; throws if the shape does not fit.</summary>
        SchemaShape GetOutputSchema(SchemaShape inputSchema);
    }

    /// <summary>Makes views from a source such as files.</summary>
    public interface IDataLoader<in TSource> : ICanSaveModel
    {
        IDataView Load(TSource input);

        DataViewSchema GetOutputSchema();
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>Maps single rows.</summary>
    public interface IRowToRowMapper
    {
        DataViewSchema InputSchema { get; }

        DataViewSchema OutputSchema { get; }

        /// <summary>The input columns that the given output columns need.</summary>
        IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

        /// <summary>The output row that follows the input row; disposing it disposes the input.</summary>
        DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
    }
}
