using System.Globalization;
using Microsoft.Extensions.Options;

namespace Webhooks.Receiver.Received;

/// <summary>How the receiver misbehaves on purpose, from <c>--failure-rate</c>, <c>--delay</c> and <c>--response-code</c>.</summary>
public sealed class FaultOptions
{
    /// <summary>Percent of the webhooks that are answered with <see cref="ResponseCode"/>.</summary>
    public double FailureRate { get; private set; }

    /// <summary>Seconds that every webhook waits for its answer.</summary>
    public double Delay { get; private set; }

    public int ResponseCode { get; private set; } = StatusCodes.Status500InternalServerError;

    /// <param name="value">The text of a switch; null where it is not given.</param>
    public void Read(Func<string, string?> value)
    {
        ResponseCode = (int)Number(value("response-code"), ResponseCode);
        // A code without a rate means every webhook.
        FailureRate = Number(value("failure-rate"), value("response-code") is null ? 0 : 100);
        Delay = Number(value("delay"), 0);
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
