using System;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of transformers that make each added column from one input column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(IHost host, params (string outputColumnName, string inputColumnName)[] columns)
        : base(host)
    {
        host.CheckValue(columns, nameof(columns));
        ColumnPairs = columns;
        CheckNames();
    }

    /// <summary>Reads what <see cref="SaveColumns"/> wrote.</summary>
    private protected OneToOneTransformerBase(IHost host, ModelLoadContext ctx)
        : base(host)
    {
        host.CheckValue(ctx, nameof(ctx));
        int count = ctx.Reader.ReadInt32();
        // Each pair takes eight bytes of the model.
        host.CheckDecode(0 < count && count <= ctx.Header.CbModel / 8);
        ColumnPairs = new (string, string)[count];
        for (int i = 0; i < count; i++)
        {
            string outputColumnName = ctx.LoadNonEmptyString();
            ColumnPairs[i] = (outputColumnName, ctx.LoadNonEmptyString());
        }
        CheckNames();
    }

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(ColumnPairs.Length);
        foreach ((string outputColumnName, string inputColumnName) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(outputColumnName);
            ctx.SaveNonEmptyString(inputColumnName);
        }
    }

    /// <summary>Throws when an input column, of index srcCol, does not suit the pair of index col.</summary>
    private protected virtual void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
    }

    private void CheckNames()
    {
        foreach ((string outputColumnName, string inputColumnName) in ColumnPairs)
        {
            Host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
            Host.CheckNonEmpty(inputColumnName, nameof(inputColumnName));
        }
        if (ColumnPairs.Select(p => p.outputColumnName).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Host.ExceptParam("columns", $"Output column '{twice.Key}' specified multiple times");
    }

    /// <summary>Base of mappers for column pairs: finds and checks the input columns.</summary>
    private protected abstract class OneToOneMapperBase : MapperBase
    {
        /// <summary>The input column's index, by the pair's index.</summary>
        protected readonly int[] SourceColumns;

        protected OneToOneMapperBase(IHost host, OneToOneTransformerBase parent, DataViewSchema inputSchema)
            : base(host, inputSchema)
        {
            SourceColumns = new int[parent.ColumnPairs.Length];
            for (int i = 0; i < SourceColumns.Length; i++)
            {
                if (!inputSchema.TryGetColumnIndex(parent.ColumnPairs[i].inputColumnName, out SourceColumns[i]))
                    throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", parent.ColumnPairs[i].inputColumnName);
                parent.CheckInputColumn(inputSchema, i, SourceColumns[i]);
            }
        }

        protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var active = new bool[InputSchema.Count];
            for (int i = 0; i < SourceColumns.Length; i++)
                active[SourceColumns[i]] |= activeOutput(i);
            return col => active[col];
        }
    }
}
