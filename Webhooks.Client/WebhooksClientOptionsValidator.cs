using Microsoft.Extensions.Options;

namespace Webhooks.Client;

internal sealed class WebhooksClientOptionsValidator : IValidateOptions<WebhooksClientOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestConnect = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, WebhooksClientOptions options) => options switch
    {
        { BaseAddress: not { IsAbsoluteUri: true } } => ValidateOptionsResult.Fail("The webhooks client's BaseAddress must be an absolute address."),
        { ApiKey: { } key } when string.IsNullOrWhiteSpace(key) || key.AsSpan().ContainsAnyExceptInRange('!', '~') =>
            ValidateOptionsResult.Fail("The webhooks client's ApiKey must be printable ASCII without spaces."),
        _ when options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimeout =>
            ValidateOptionsResult.Fail("The webhooks client's Timeout must be above zero and at most 10 minutes."),
        _ when options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > LongestConnect =>
            ValidateOptionsResult.Fail("The webhooks client's ConnectTimeout must be above zero and at most 1 minute."),
        _ => ValidateOptionsResult.Success,
    };
}
