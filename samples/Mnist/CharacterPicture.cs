using System;

namespace Mnist;

/// <summary>A digit in characters, the darker the pixel the denser the character.</summary>
internal static class CharacterPicture
{
    private const string Greys = " .:-=+*#%@";

    /// <summary>The lines of the picture. A character is about twice as high as it is wide: each stands for two pixels, one above the other.</summary>
    public static string[] Of(ReadOnlySpan<float> image)
    {
        string[] lines = new string[Digits.Side / 2];
        Span<char> line = stackalloc char[Digits.Side];
        for (int y = 0; y < lines.Length; y++)
        {
            for (int x = 0; x < line.Length; x++)
            {
                float grey = (image[(2 * y * Digits.Side) + x] + image[(((2 * y) + 1) * Digits.Side) + x]) / 2;
                line[x] = Greys[(int)MathF.Round(grey * (Greys.Length - 1))];
            }

            lines[y] = new string(line);
        }

        return lines;
    }
}
