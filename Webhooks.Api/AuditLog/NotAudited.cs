namespace Webhooks.Api.AuditLog;

/// <summary>Endpoint metadata: posting events is traffic, not a change.</summary>
internal sealed class NotAudited
{
    public static readonly NotAudited Instance = new();

    private NotAudited()
    {
    }
}
