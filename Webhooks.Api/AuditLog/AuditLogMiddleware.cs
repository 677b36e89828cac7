namespace Webhooks.Api.AuditLog;

/// <summary>
/// Has each change that succeeded, and each that the key did not allow, written down before it is answered: what a caller knows to be done is
/// in the log. Who leaves before the answer, or takes too long, is written down as well: what was done until then stays.
/// </summary>
internal sealed class AuditLogMiddleware(RequestDelegate next, AuditRecorder recorder, AuditLogWriter log)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AuditedOperation>() is { } operation ? RecordAsync(context, operation) : next(context);

    private async Task RecordAsync(HttpContext context, AuditedOperation operation)
    {
        var isTold = false;
        context.Response.OnStarting(() => TellAsync(context.Response.StatusCode));
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            await TellAsync(StatusCodes.Status499ClientClosedRequest);
            throw;
        }

        // Nothing starts for a caller that has gone.
        await TellAsync(context.Response.StatusCode);

        Task TellAsync(int status)
        {
            var entry = isTold ? null : recorder.Describe(context, operation, status);
            isTold = true;
            return entry is null ? Task.CompletedTask : log.WriteAsync(entry);
        }
    }
}
