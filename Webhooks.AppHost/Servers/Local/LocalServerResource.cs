namespace Webhooks.AppHost.Servers.Local;

/// <summary>A server that runs as one of this machine's own programs, with the connection string that its container would have.</summary>
internal sealed class LocalServerResource(
    string name, string script, string folder, ParameterResource password, Func<LocalServerResource, ReferenceExpression> connectionString)
    : ExecutableResource(name, script, folder), IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    public ParameterResource Password { get; } = password;

    public EndpointReferenceExpression Host => new EndpointReference(this, EndpointName).Property(EndpointProperty.Host);

    public EndpointReferenceExpression Port => new EndpointReference(this, EndpointName).Property(EndpointProperty.Port);

    public ReferenceExpression ConnectionStringExpression => connectionString(this);
}
