namespace Webhooks.Core.Tenants;

/// <summary>Whom one API key speaks for: a tenant, or the administrator when there is none.</summary>
public sealed class ApiPrincipal(string? tenantId)
{
    private int _used;

    public string? TenantId => tenantId;

    public bool IsAdmin => tenantId is null;

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
