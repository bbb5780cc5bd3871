using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Backprop;

namespace Mnist;

/// <summary>The commands and their options.</summary>
internal static class CommandLine
{
    private static readonly TrainSettings Defaults = new();

    /// <summary>Reads the arguments. Without a command, options are those of <c>train</c>.</summary>
    public static ParseResult Parse(string[] args)
    {
        RootCommand root = new("Trains a network on the handwritten digits of MNIST. Without a command: train, whose options train --help lists.") { Train(), Evaluate(), Draw() };
        root.SetAction(static _ => Commands.Train(Defaults));
        bool isTrain = args is [var first, ..] && first.StartsWith("--", StringComparison.Ordinal) && first is not ("--help" or "--version");
        return root.Parse(isTrain ? ["train", .. args] : args);
    }

    /// <summary>What is wrong with the arguments, in one line; null: nothing.</summary>
    public static string? ErrorIn(ParseResult result)
    {
        if (result.UnmatchedTokens is [var unknown, ..])
        {
            Command command = result.CommandResult.Command;
            return $"unknown argument '{unknown}'; " + (command is RootCommand ? "--help lists the commands" : $"{command.Name} --help lists the options");
        }

        return result.Errors is [var error, ..] ? error.Message.ReplaceLineEndings(" ") : null;
    }

    private static Command Train()
    {
        Option<string?> network = NetworkOption();
        Option<int?> epochs = Number<int>("--epochs", Customary("How often to go through all digits", static choice => $"{choice.Epochs}", $"with rprop {OptimizerChoice.EpochsOfOneStep}"), 1, int.MaxValue);
        Option<int?> batchSize = Number<int>("--batch-size", Customary("The digits of a step", static choice => $"{choice.BatchSize}", "with rprop all"), 1, int.MaxValue);
        Option<float?> learningRate = Number("--learning-rate", "The learning rate at its highest (by default: one that suits the optimizer)", 0, float.MaxValue);
        Option<ulong?> seed = Number<ulong>("--seed", $"Decides the first parameters and the orders of the digits (by default: {Defaults.Seed})", 0, ulong.MaxValue);
        Option<string?> optimizer = Name("--optimizer", Customary("The update rule", static choice => choice.Optimizer), OptimizerChoice.Names);
        Option<int?> threads = Number<int>("--threads", $"The threads that train, 0 for one a processor; the results do not depend on it (by default: {Defaults.Threads})", 0, TrainingThreads.MaxCount);
        Option<string?> save = new("--save") { Description = "The file to save the parameters to", HelpName = "path" };

        Command command = new("train", "Trains a network, tests it, and shows some digits that it got wrong")
        {
            network, epochs, batchSize, learningRate, seed, optimizer, threads, save,
        };
        command.SetAction(result => Commands.Train(new TrainSettings
        {
            Network = result.GetValue(network) ?? Defaults.Network,
            Epochs = result.GetValue(epochs),
            BatchSize = result.GetValue(batchSize),
            LearningRate = result.GetValue(learningRate),
            LearningRateText = result.GetResult(learningRate)?.Tokens[0].Value,
            Seed = result.GetValue(seed) ?? Defaults.Seed,
            Optimizer = result.GetValue(optimizer),
            Threads = result.GetValue(threads) ?? Defaults.Threads,
            SavePath = result.GetValue(save),
        }));
        return command;
    }

    private static Command Evaluate()
    {
        Option<string?> network = NetworkOption();
        Option<string> load = LoadOption();
        Command command = new("evaluate", "Tests a saved network: cost, accuracy, precision and recall, confusion matrix") { network, load };
        command.SetAction(result => Commands.Evaluate(result.GetValue(network) ?? Defaults.Network, result.GetRequiredValue(load)));
        return command;
    }

    private static Command Draw()
    {
        const int CustomaryCount = 6;
        Option<string?> network = NetworkOption();
        Option<string> load = LoadOption();
        Option<int?> count = Number<int>("--count", $"How many (by default: {CustomaryCount})", 1, int.MaxValue);
        Option<bool> wrong = new("--wrong") { Description = "Only those that it gets wrong" };
        Command command = new("draw", "Draws test digits with the predictions of a saved network") { network, load, count, wrong };
        command.SetAction(result => Commands.Draw(
            result.GetValue(network) ?? Defaults.Network, result.GetRequiredValue(load), result.GetValue(count) ?? CustomaryCount, result.GetValue(wrong)));
        return command;
    }

    private static Option<string?> NetworkOption() =>
        Name("--network", $"784-16-10 (small) or 784-128-10 (large) (by default: {Defaults.Network})", NetworkChoice.ByName.Keys);

    private static Option<string> LoadOption() => new("--load") { Description = "The file that train --save wrote", HelpName = "path", Required = true };

    private static string Customary(string description, Func<NetworkChoice, string> figure, params string[] exceptions)
    {
        IEnumerable<string> figures = NetworkChoice.ByName.Select(network => $"{network.Key} {figure(network.Value)}");
        return $"{description} (by default: {string.Join(", ", [.. figures, .. exceptions])})";
    }

    // The library's own messages on wrong values take several lines, or name types of .NET.
    private static Option<string?> Name(string name, string description, IEnumerable<string> names) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', names),
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (names.Contains(text))
            {
                return text;
            }

            result.AddError($"{name}: expected {string.Join(", ", names)}, got '{text}'");
            return null;
        },
    };

    private static Option<T?> Number<T>(string name, string description, T least, T most)
        where T : struct, INumber<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = "number",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (T.TryParse(text, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most)
                {
                    return value;
                }

                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected {Range(least, most)}, got '{text}'"));
                return null;
            },
        };

    private static string Range<T>(T least, T most)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        string kind = typeof(T) == typeof(float) ? "a finite number" : "a whole number";
        return most < T.MaxValue ? $"{kind} from {least} to {most}" : $"{kind} of at least {least}";
    }
}
