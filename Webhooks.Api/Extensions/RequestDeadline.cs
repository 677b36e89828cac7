using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Extensions;

/// <summary>
/// How long a request may take. Events are exempt: a deadline for each costs a timer, and storing one has a shorter deadline of its own;
/// so is the export, which takes as long as it takes. Section <c>Api</c>.
/// </summary>
public sealed class RequestDeadline
{
    public const string Section = "Api";

    /// <summary>Default 30 s, 1 s to 10 minutes.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal static void Apply(RequestTimeoutOptions timeouts, IOptions<RequestDeadline> deadline) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
    {
        Timeout = deadline.Value.RequestTimeout,
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = context => ProblemTypes.Unavailable.WriteAsync(
            context, $"The request took longer than {deadline.Value.RequestTimeout.TotalSeconds:0.###} seconds. Ask for less at once, or send it again in a moment."),
    };

    public sealed class Validator : IValidateOptions<RequestDeadline>
    {
        public ValidateOptionsResult Validate(string? name, RequestDeadline options) =>
            options.RequestTimeout >= TimeSpan.FromSeconds(1) && options.RequestTimeout <= TimeSpan.FromMinutes(10)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Api:RequestTimeout must be between 1 second and 10 minutes.");
    }
}
