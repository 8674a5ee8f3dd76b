using System;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Leading eigenvectors of a symmetric matrix that is only known by what it does to vectors, after Halko, Martinsson and
/// Tropp, "Finding structure with randomness" (2011). One product with random vectors finds the range, a second one, with an
/// orthonormal basis of it, both sharpens the range and yields the small matrix whose eigenvectors are computed exactly.
/// </summary>
internal static class RandomizedEigenvectors
{
    /// <param name="multiply">The product of the matrix with each of some vectors.</param>
    /// <param name="dimension">Number of rows of the matrix.</param>
    /// <param name="count">Number of random vectors, at least the number of eigenvectors of interest.</param>
    /// <param name="seed">Seed of the random vectors.</param>
    /// <returns>As many vectors as were drawn, by descending eigenvalue; NaN where the matrix has too small a rank.</returns>
    public static double[][] Find(Func<double[][], double[][]> multiply, int dimension, int count, int seed)
    {
        double[][] basis = multiply(GaussianVectors(count, dimension, seed));
        Orthonormalize(basis);
        double[][] image = multiply(basis);

        var gram = new double[count, count];
        for (int i = 0; i < count; i++)
            for (int j = i; j < count; j++)
                gram[i, j] = gram[j, i] = Dot(image[i], image[j]);
        (double[] squares, double[][] weights) = SymmetricEigen.Decompose(gram);

        var result = new double[count][];
        for (int i = 0; i < count; i++)
        {
            // The constant keeps directions without variance from blowing up; it shortens the others a little.
            double length = 1e-6 + Math.Sqrt(Math.Max(0, squares[i]));
            result[i] = new double[dimension];
            for (int j = 0; j < count; j++)
                AddScaled(result[i], image[j], weights[i][j] / length);
        }
        return result;
    }

    private static double[][] GaussianVectors(int count, int dimension, int seed)
    {
        var random = new Random(seed);
        var vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            vectors[i] = new double[dimension];
            for (int j = 0; j < dimension; j++)
                vectors[i][j] = (float)Gaussian(random);
        }
        return vectors;
    }

    // Ratio of uniforms with the quadratic bounds of Leva, "A fast normal random number generator" (1992).
    private static double Gaussian(Random random)
    {
        while (true)
        {
            double u = random.NextDouble();
            double v = 2 * Math.Sqrt(2 / Math.E) * (random.NextDouble() - 0.5);
            double x = u - 0.449871, y = Math.Abs(v) + 0.386595;
            double q = x * x + y * (0.19600 * y - 0.25472 * x);
            if (q <= 0.27597 || (q <= 0.27846 && v * v <= -4 * u * u * Math.Log(u)))
                return v / u;
        }
    }

    // Modified Gram-Schmidt: each finished vector is taken out of all later ones at once.
    private static void Orthonormalize(double[][] vectors)
    {
        for (int i = 0; i < vectors.Length; i++)
        {
            double scale = 1 / Math.Sqrt(Dot(vectors[i], vectors[i]));
            for (int k = 0; k < vectors[i].Length; k++)
                vectors[i][k] *= scale;
            for (int j = i + 1; j < vectors.Length; j++)
                AddScaled(vectors[j], vectors[i], -Dot(vectors[i], vectors[j]));
        }
    }

    internal static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    internal static void AddScaled(double[] target, double[] source, double factor)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] += factor * source[i];
    }
}
