namespace Aspire.Hosting.ApplicationModel;

public sealed class ConnectionStringResource(string name, ReferenceExpression connectionStringExpression)
    : Resource(name), IResourceWithConnectionString, IResourceWithoutLifetime
{
    public ReferenceExpression ConnectionStringExpression { get; } = connectionStringExpression;
}
