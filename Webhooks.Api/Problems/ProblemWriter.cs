using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Problems;

/// <summary>Writes every problem, also those of the framework, as JSON, whatever the request's Accept says: an error that cannot be read helps nobody.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Extensions["correlation_id"] = http.GetCorrelationId();

        // The exception handler has cleared them.
        SecurityHeaders.Set(http.Response.Headers);
        await http.Response.WriteAsJsonAsync(problem, json.Value.SerializerOptions.GetTypeInfo(problem.GetType()), ProblemType.MediaType);
    }
}
