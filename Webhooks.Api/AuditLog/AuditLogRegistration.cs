using Webhooks.Core.AuditLog;

namespace Webhooks.Api.AuditLog;

internal static class AuditLogRegistration
{
    public static void AddAuditLog(this IServiceCollection services)
    {
        services.AddSingleton<AuditLogStore>();
        services.AddSingleton<AuditLogQueries>();
        services.AddSingleton<AuditRecorder>();
        services.AddSingleton<AuditLogWriter>();
        services.AddHostedService(static provider => provider.GetRequiredService<AuditLogWriter>());
    }
}
