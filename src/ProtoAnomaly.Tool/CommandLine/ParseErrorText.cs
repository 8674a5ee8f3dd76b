using System.CommandLine;
using System.CommandLine.Parsing;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>What is wrong with a command line, without the words of programmers.</summary>
internal static class ParseErrorText
{
    public static string Of(ParseResult command)
    {
        string? unknown = command.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-') && token.Length > 1) ?? command.UnmatchedTokens.FirstOrDefault();
        Command verb = command.CommandResult.Command;
        if (unknown is not null && verb is RootCommand)
            return $"There is no verb '{unknown}'; there are {string.Join(", ", verb.Subcommands.Select(each => each.Name))}.{Wording.DidYouMean(unknown, verb.Subcommands.Select(each => each.Name))}";
        if (unknown is not null && unknown.StartsWith('-'))
            return $"{verb.Name} has no option {unknown}.{Wording.DidYouMean(unknown.Split('=')[0], verb.Options.SelectMany(option => (string[])[option.Name, .. option.Aliases]))}";
        if (unknown is not null)
            return $"{verb.Name} has no place for '{unknown}': it takes {string.Join(" and ", verb.Arguments.Select(argument => argument.Name))} and options.";
        ParseError error = command.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Option: { Arity.MaximumNumberOfValues: 1 } option, Tokens.Count: > 1 } => $"{option.Name} is given more than once.",
            OptionResult { Option: var option, Tokens: [var token, ..] } => $"{option.Name} takes {Wanted(option.ValueType)}, not '{token.Value}'.",
            _ => Wording.OneLine(error.Message),
        };
    }

    private static string Wanted(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(name => name.ToLowerInvariant()))}"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(float) ? "a number with a decimal point"
            : "one value";
    }
}
