using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Startup;

/// <summary>Says what a generated validator finds with the option's key: <c>Ingest:Writers must be between 1 and 16.</c></summary>
internal sealed partial class SectionValidator<TOptions>(string section, IValidateOptions<TOptions> rules) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options) =>
        rules.Validate(name, options) is { Failed: true } result ? ValidateOptionsResult.Fail(result.Failures.Select(WithKey)) : ValidateOptionsResult.Success;

    private string WithKey(string failure) =>
        Generated().Match(failure) is { Success: true } found ? $"{section}:{found.Groups["option"].Value} {found.Groups["rule"].Value}" : failure;

    // Such as "Writers: The field IngestOptions.Writers must be between 1 and 16."
    [GeneratedRegex(@"^(?<option>\w+): The field \S+ (?<rule>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Generated();
}
