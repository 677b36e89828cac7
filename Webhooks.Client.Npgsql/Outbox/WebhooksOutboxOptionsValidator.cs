using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Webhooks.Client.Outbox;

internal sealed partial class WebhooksOutboxOptionsValidator : IValidateOptions<WebhooksOutboxOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhooksOutboxOptions options)
    {
        string?[] errors =
        [
            TableName().IsMatch(options.Table) ? null : "Table must be lower-case letters, digits and _, with one point after a schema's name",
            Within("PollInterval", options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
            options.BatchSize is >= 1 and <= 1_000 ? null : "BatchSize must be between 1 and 1,000",
            options.Parallelism is >= 1 and <= 64 ? null : "Parallelism must be between 1 and 64",
            Within("Lease", options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            Within("MaxDelay", options.MaxDelay, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        ];
        string[] found = [.. errors.OfType<string>().Select(static error => $"The webhooks outbox's {error}.")];
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? Within(string option, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : $"{option} must be between {least:c} and {most:c}";

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableName();
}
