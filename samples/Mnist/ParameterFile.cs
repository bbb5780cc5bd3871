using System.IO;
using System.Linq;
using Backprop;

namespace Mnist;

/// <summary>The parameters of a network in a file: nothing but their values, in the order of <see cref="INetwork.CopyParametersTo"/>, as little-endian floats.</summary>
internal static class ParameterFile
{
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(INetwork network, string path)
    {
        float[] parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        using var writer = new BinaryWriter(File.Create(path));
        foreach (float parameter in parameters)
        {
            writer.Write(parameter);
        }
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It has not the length of this network's parameters, or a value is not finite.</exception>
    public static void Load(INetwork network, string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        long expected = (long)network.ParameterCount * sizeof(float);
        if (reader.BaseStream.Length != expected)
        {
            throw new InvalidDataException(
                $"{path}: expected {expected} bytes, the {network.ParameterCount} parameters of {network.GetType().Name}, got {reader.BaseStream.Length}{Fitting(reader.BaseStream.Length)}");
        }

        float[] parameters = new float[network.ParameterCount];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = reader.ReadSingle();
            if (!float.IsFinite(parameters[i]))
            {
                throw new InvalidDataException($"{path}: expected finite parameters, got {parameters[i]} at {i}");
            }
        }

        network.LoadParameters(parameters);
    }

    private static string Fitting(long length)
    {
        string? name = NetworkChoice.ByName.FirstOrDefault(choice => (long)choice.Value.Create(0).ParameterCount * sizeof(float) == length).Key;
        return name is null ? "" : $", which fits --network {name}";
    }
}
