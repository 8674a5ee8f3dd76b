using Microsoft.ML.Data;

namespace Microsoft.ML
{
    /// <summary>What a model predicts.</summary>
    internal enum PredictionKind
    {
        Unknown = 0,
        Custom = 1,
        BinaryClassification = 2,
        MulticlassClassification = 3,
        Regression = 4,
        MultiOutputRegression = 5,
        Ranking = 6,
        Recommendation = 7,
        AnomalyDetection = 8,
        Clustering = 9,
        SequenceClassification = 10,
    }

    /// <summary>The learnt part of a transformer.</summary>
    internal interface IPredictor
    {
        PredictionKind PredictionKind { get; }
    }

    /// <summary>A model whose predictions are of the given type. Models come back from files as this.</summary>
    internal interface IPredictorProducing<out TResult> : IPredictor
    {
    }

    /// <summary>A transformer that a model is at the heart of.</summary>
    public interface IPredictionTransformer<out TModel> : ITransformer
        where TModel : class
    {
        TModel Model { get; }
    }

    /// <summary>A transformer whose model reads one column of features.</summary>
    public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel>
        where TModel : class
    {
        string FeatureColumnName { get; }

        DataViewType FeatureColumnType { get; }
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>A model that gives a vector of features a score.</summary>
    internal interface IFeatureScorer
    {
        VectorDataViewType InputType { get; }

        float Score(in VBuffer<float> features);
    }
}
