namespace Webhooks.Core.Tenants;

/// <summary>Whom one API key speaks for: a tenant, or the administrator when there is none.</summary>
/// <param name="keyId">The key's.</param>
/// <param name="keyPrefix">The part of the key that may be shown.</param>
public sealed class ApiPrincipal(string? tenantId, Guid keyId, string keyPrefix)
{
    private int _used;

    public string? TenantId => tenantId;

    public Guid KeyId => keyId;

    public string KeyPrefix => keyPrefix;

    public bool IsAdmin => tenantId is null;

    /// <summary>Not the key itself, but a session that comes from it.</summary>
    public bool IsSession { get; init; }

    /// <summary>Remembers that the key was used; costs a read once it is remembered.</summary>
    public void NoteUse()
    {
        if (Volatile.Read(ref _used) == 0)
        {
            Volatile.Write(ref _used, 1);
        }
    }

    /// <summary>True when the key was used since the last call.</summary>
    public bool TakeUse() => Interlocked.Exchange(ref _used, 0) == 1;
}
