namespace Webhooks.Api.AuditLog;

/// <summary>
/// Has each change that succeeded, and each that the key did not allow, written down before it is answered: what a caller knows to be done is
/// in the log.
/// </summary>
internal sealed class AuditLogMiddleware(RequestDelegate next, AuditRecorder recorder, AuditLogWriter log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AuditedOperation>() is { } operation)
        {
            context.Response.OnStarting(() => recorder.Describe(context, operation) is { } entry ? log.WriteAsync(entry) : Task.CompletedTask);
        }

        return next(context);
    }
}
