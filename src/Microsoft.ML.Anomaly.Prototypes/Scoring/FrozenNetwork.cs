namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>The layers of a trained network, one after another.</summary>
internal sealed partial class FrozenNetwork
{
    public FrozenNetwork(IReadOnlyList<EmbeddingLayer> layers) => Layers = layers;

    public IReadOnlyList<EmbeddingLayer> Layers { get; }

    public int Inputs => Layers[0].Inputs;

    public int Outputs => Layers[^1].Outputs;

    /// <summary>Memory for one row at a time, which threads must not share.</summary>
    public RowScratch CreateRowScratch() => new(this);

    /// <summary>Memory for a block of rows, which threads must not share.</summary>
    public BlockScratch CreateBlockScratch() => new(this);

    /// <summary>What the network makes of one row. It lies in the scratch memory until that is used again.</summary>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> input, RowScratch scratch)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            Span<float> output = scratch[i].AsSpan(0, Layers[i].Outputs);
            Layers[i].Forward(input, output, scratch.OfLayers);
            input = output;
        }
        return input;
    }

    /// <summary>What the network makes of the first rows of a block. It lies in the scratch memory until that is used again.</summary>
    public RowBlock Forward(RowBlock input, int rows, BlockScratch scratch)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            Layers[i].Forward(input, scratch[i], rows, scratch.OfLayers);
            input = scratch[i];
        }
        return input;
    }

    /// <summary>Two rows of numbers that the layers write to in turn, and what they need besides.</summary>
    public sealed class RowScratch
    {
        private readonly float[] _even;
        private readonly float[] _odd;

        internal RowScratch(FrozenNetwork network)
        {
            int widest = network.Layers.Max(layer => layer.Outputs);
            (_even, _odd) = (new float[widest], new float[widest]);
            OfLayers = new float[network.Layers.Max(layer => layer.ScratchLength)];
        }

        internal float[] OfLayers { get; }

        internal float[] this[int layer] => layer % 2 == 0 ? _even : _odd;
    }

    /// <summary>The outputs of each layer.</summary>
    public sealed class BlockScratch
    {
        private readonly RowBlock[] _outputs;

        internal BlockScratch(FrozenNetwork network)
        {
            _outputs = [.. network.Layers.Select(layer => new RowBlock(layer.Outputs))];
            OfLayers = new float[network.Layers.Max(layer => layer is DenseEmbeddingLayer ? 0 : layer.ScratchLength + layer.Inputs + layer.Outputs)];
        }

        internal float[] OfLayers { get; }

        internal RowBlock this[int layer] => _outputs[layer];

        /// <summary>What the network made of the block last.</summary>
        public RowBlock Output => _outputs[^1];
    }
}
