using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>Base of trainer options: where the features are.</summary>
public abstract class TrainerInputBase
{
    public string FeatureColumnName = DefaultColumnNames.Features;

    private protected TrainerInputBase()
    {
    }
}

/// <summary>Base of options of trainers without labels: where the weights of rows are, if they have any.</summary>
public abstract class UnsupervisedTrainerInputBaseWithWeight : TrainerInputBase
{
    public string ExampleWeightColumnName;

    private protected UnsupervisedTrainerInputBaseWithWeight()
    {
    }
}
