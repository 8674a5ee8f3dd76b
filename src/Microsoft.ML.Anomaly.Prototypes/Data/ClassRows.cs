using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Training data in memory of which some rows are labelled with a normal class.</summary>
/// <param name="Features">All rows.</param>
/// <param name="Unlabelled">Numbers of the rows without a class.</param>
/// <param name="ClassNames">The names of the classes that some row is labelled with, in the order of their values.</param>
/// <param name="ByClass">For each of them the numbers of its rows.</param>
/// <param name="Minimum">The smallest value of each feature.</param>
/// <param name="Maximum">The largest value of each feature.</param>
internal sealed record ClassRows(
    FeatureRows Features, int[] Unlabelled, string[] ClassNames, int[][] ByClass, float[] Minimum, float[] Maximum);
