namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>Which rows of each class are labelled, and how.</summary>
/// <param name="Shots">How many.</param>
/// <param name="WrongPercent">Of so many of a hundred the label is that of another class.</param>
/// <param name="Medoids">Whether they are the rows nearest to the centres of so many clusters of the class, and not drawn at random.</param>
internal readonly record struct LabelDraw(int Shots, int WrongPercent = 0, bool Medoids = false)
{
    public override string ToString() =>
        $"{Shots} of each class{(Medoids ? ", nearest to the centres of clusters" : "")}{(WrongPercent > 0 ? $", {WrongPercent} % wrong" : "")}";
}
