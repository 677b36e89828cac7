using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using Webhooks.Api.Problems;
using Webhooks.Core.Validation;

namespace Webhooks.Api.Extensions;

/// <summary>
/// How long a request may take. Events are exempt: a deadline for each costs a timer, and storing one has a shorter deadline of its own;
/// so is the export, which takes as long as it takes. Section <c>Api</c>.
/// </summary>
public sealed class RequestDeadline
{
    public const string Section = "Api";

    /// <summary>What any other request may take. Default 30 s.</summary>
    [Duration("00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal static void Apply(RequestTimeoutOptions timeouts, IOptions<RequestDeadline> deadline) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
    {
        Timeout = deadline.Value.RequestTimeout,
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = context => ProblemTypes.Unavailable.WriteAsync(
            context, $"The request took longer than {deadline.Value.RequestTimeout.TotalSeconds:0.###} seconds. Ask for less at once, or send it again in a moment."
                + (HttpMethods.IsGet(context.Request.Method) ? "" : " What it did until then stays.")),
    };
}

[OptionsValidator]
internal sealed partial class RequestDeadlineValidator : IValidateOptions<RequestDeadline>;
