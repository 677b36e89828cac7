namespace Webhooks.Core.AuditLog;

/// <summary>What kind of key a change was made with, as stored and as the API spells it.</summary>
public static class AuditActor
{
    public const string Administrator = "administrator";
    public const string Tenant = "tenant";

    /// <summary>A session of a tenant's portal.</summary>
    public const string Session = "session";
}
