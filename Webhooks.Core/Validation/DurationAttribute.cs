using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Webhooks.Core.Validation;

/// <summary>What a span of time may be, both ends included. <see cref="RangeAttribute"/> takes one by reflection only, which native code cannot.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute(string minimum, string maximum) : ValidationAttribute("The field {0} must be between {1} and {2}.")
{
    public string Minimum => minimum;

    public string Maximum => maximum;

    public override bool IsValid(object? value) => value is not TimeSpan time
        || (time >= TimeSpan.Parse(minimum, CultureInfo.InvariantCulture) && time <= TimeSpan.Parse(maximum, CultureInfo.InvariantCulture));

    public override string FormatErrorMessage(string name) =>
        string.Format(CultureInfo.InvariantCulture, ErrorMessageString, name, minimum, maximum);
}
