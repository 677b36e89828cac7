using System.Globalization;
using Microsoft.Extensions.Options;

namespace Webhooks.Receiver.Received;

/// <summary>How the receiver misbehaves on purpose, from <c>--failure-rate</c>, <c>--delay</c> and <c>--response-code</c>.</summary>
internal sealed class FaultOptions
{
    /// <summary>Percent of the verified webhooks that are answered with <see cref="ResponseCode"/>.</summary>
    public double FailureRate { get; private set; }

    /// <summary>Seconds that every verified webhook waits for its answer.</summary>
    public double Delay { get; private set; }

    public int ResponseCode { get; private set; } = StatusCodes.Status500InternalServerError;

    public void Read(IConfiguration configuration)
    {
        ResponseCode = (int)Number(configuration["response-code"], ResponseCode);
        // A code without a rate means every webhook.
        FailureRate = Number(configuration["failure-rate"], configuration["response-code"] is null ? 0 : 100);
        Delay = Number(configuration["delay"], 0);
    }

    private static double Number(string? text, double missing) =>
        text is null ? missing : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}

internal sealed class FaultOptionsValidator : IValidateOptions<FaultOptions>
{
    public ValidateOptionsResult Validate(string? name, FaultOptions options) => options switch
    {
        { FailureRate: not (>= 0 and <= 100) } => ValidateOptionsResult.Fail("--failure-rate must be a number from 0 to 100."),
        { Delay: not (>= 0 and <= 3600) } => ValidateOptionsResult.Fail("--delay must be a number of seconds from 0 to 3600."),
        { ResponseCode: not (>= 200 and <= 599) } => ValidateOptionsResult.Fail("--response-code must be a number from 200 to 599."),
        _ => ValidateOptionsResult.Success,
    };
}
