using System.CommandLine;
using System.Globalization;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>An option that is a number with a decimal point.</summary>
internal static class ShareOption
{
    /// <summary>Unlike the usual reading it takes no thousands separators, with which 0,3 is 3.</summary>
    public static Option<double> Create(string name, string description, double unlessGiven) => new(name)
    {
        Description = description,
        HelpName = "share",
        DefaultValueFactory = _ => unlessGiven,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                return value;
            result.AddError($"{name} takes a number with a decimal point, not '{text}'.");
            return 0;
        },
    };
}
