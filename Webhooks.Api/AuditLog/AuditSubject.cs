namespace Webhooks.Api.AuditLog;

/// <summary>What a change was made to, as far as its path does not say so.</summary>
internal sealed class AuditSubject
{
    public string? TenantId { get; private set; }

    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>Says of the request under way what it changes.</summary>
    public static void Note(HttpContext context, string name, string id, string? tenantId = null)
    {
        if (context.Features.Get<AuditSubject>() is not { } subject)
        {
            context.Features.Set(subject = new AuditSubject());
        }

        subject.Ids[name] = id;
        subject.TenantId = tenantId ?? subject.TenantId;
    }
}
