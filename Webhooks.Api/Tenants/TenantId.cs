namespace Webhooks.Api.Tenants;

/// <summary>The form of a tenant's id: <c>^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$</c>.</summary>
internal static class TenantId
{
    public const string Rule = "'tenant_id' must be 3 to 50 characters of a-z, 0-9 and hyphen, and neither begin nor end with a hyphen.";

    public const int MaxLength = 50;

    // It stands for the caller's own tenant in a path.
    private const string Reserved = "current";

    public static bool IsValid(string? id) =>
        id is { Length: >= 3 and <= MaxLength } and not Reserved
        && id[0] != '-' && id[^1] != '-'
        && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
