using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>Getters of a detector's columns.</summary>
internal static class OutputGetters
{
    /// <summary>A getter, of the type that the column has.</summary>
    /// <param name="column">The column.</param>
    /// <param name="state">The detector's threshold and calibration.</param>
    /// <param name="current">Gives the current row, scored.</param>
    public static Delegate Create(DataViewSchema.Column column, DetectorState state, Func<ScoredRow> current)
    {
        float threshold = state.Threshold;
        switch (column.Name)
        {
            case OutputSchema.PredictedLabel:
                return Getter((ref bool value) => value = current().Score > threshold);
            case OutputSchema.Score:
                return Getter((ref float value) => value = current().Score);
            case OutputSchema.Probability:
                ScoreCalibration calibration = state.Calibration!;
                return Getter((ref float value) => value = calibration.Probability(current().Score));
        }
        var flag = Enum.Parse<PrototypeColumns>(column.Name);
        switch (OutputSchema.KindOf(flag))
        {
            case OutputColumnKind.Scalar:
                return Getter((ref float value) => value = current().Scalar(flag));
            case OutputColumnKind.Key:
                // Keys count from 1; 0 is a missing one.
                return Getter((ref uint value) => value = (uint)(current().Key(flag) + 1));
            default:
                int size = ((VectorDataViewType)column.Type).Size;
                return Getter((ref VBuffer<float> value) =>
                {
                    ScoredRow row = current();
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, size);
                    row.WriteVector(flag, editor.Values);
                    value = editor.Commit();
                });
        }
    }

    private static ValueGetter<T> Getter<T>(ValueGetter<T> getter) => getter;
}
