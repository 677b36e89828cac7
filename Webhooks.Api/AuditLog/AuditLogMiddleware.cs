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
        context.Response.OnStarting(() => WriteAsync(context, operation, context.Response.StatusCode));
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, operation, StatusCodes.Status499ClientClosedRequest);
            throw;
        }
    }

    private Task WriteAsync(HttpContext context, AuditedOperation operation, int status) =>
        recorder.Describe(context, operation, status) is { } entry ? log.WriteAsync(entry) : Task.CompletedTask;
}
