namespace Webhooks.Dashboard.Sessions;

/// <summary>Endpoint metadata: who may see a page or send a form.</summary>
internal sealed class Access
{
    /// <summary>Signed in or not.</summary>
    public static readonly Access Anyone = new();

    public static readonly Access SignedIn = new();

    public static readonly Access Operator = new();

    /// <summary>The tenant that the path names, and operators.</summary>
    public static readonly Access Tenant = new();

    public const string TenantValue = "tenant";

    private Access()
    {
    }

    public bool IsOpen => this == Anyone;

    public bool Lets(Session session, string? tenant) =>
        session.IsOperator || (this != Operator && (this != Tenant || string.Equals(tenant, session.TenantId, StringComparison.Ordinal)));
}

internal static class AccessExtensions
{
    public static T RequireAccess<T>(this T builder, Access access)
        where T : IEndpointConventionBuilder => builder.WithMetadata(access);
}
