using System;
using System.Linq;

namespace Microsoft.ML.Trainers;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations.</summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 100;

    /// <returns>The eigenvalues in descending order and their unit eigenvectors; all NaN for a matrix that is not finite.</returns>
    public static (double[] Values, double[][] Vectors) Decompose(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var rows = new double[size][];
        for (int i = 0; i < size; i++)
        {
            rows[i] = new double[size];
            rows[i][i] = 1;
        }

        for (int sweep = 0; sweep < MaximumSweeps && !IsDiagonal(a); sweep++)
            for (int p = 0; p < size - 1; p++)
                for (int q = p + 1; q < size; q++)
                    Rotate(a, rows, p, q);

        int[] order = Enumerable.Range(0, size).OrderByDescending(i => a[i, i]).ToArray();
        return (order.Select(i => a[i, i]).ToArray(), order.Select(i => rows[i]).ToArray());
    }

    // What is off the diagonal no longer changes the diagonal in double precision.
    private static bool IsDiagonal(double[,] a)
    {
        int size = a.GetLength(0);
        double off = 0, all = 0;
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                all += a[i, j] * a[i, j];
                if (i != j)
                    off += a[i, j] * a[i, j];
            }
        return off <= all * 1e-32;
    }

    private static void Rotate(double[,] a, double[][] rows, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        // The smaller of the two angles that make the element vanish.
        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;

        int size = rows.Length;
        for (int k = 0; k < size; k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (int k = 0; k < size; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
        for (int k = 0; k < size; k++)
            (rows[p][k], rows[q][k]) = (c * rows[p][k] - s * rows[q][k], s * rows[p][k] + c * rows[q][k]);
    }
}
