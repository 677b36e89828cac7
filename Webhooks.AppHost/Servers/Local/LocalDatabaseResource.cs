namespace Webhooks.AppHost.Servers.Local;

/// <summary>The database that the server creates with its data folder.</summary>
internal sealed class LocalDatabaseResource(string name, LocalServerResource parent)
    : Resource(name), IResourceWithParent<LocalServerResource>, IResourceWithConnectionString
{
    public LocalServerResource Parent => parent;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{parent};Database={Name}");
}
