using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.AppHost.Servers.Local;

internal static class LocalServerExtensions
{
    /// <summary>
    /// Runs <c>Servers/Local/{program}.sh</c>, which finds the server among this machine's programs and becomes it. It is given
    /// <c>DATA</c>, <c>PORT</c> and <c>PASSWORD</c>: no secret is on a command line.
    /// </summary>
    public static IResourceBuilder<LocalServerResource> AddLocalServer(
        this IDistributedApplicationBuilder builder, string name, string program, Func<LocalServerResource, ReferenceExpression> connectionString)
    {
        var password = builder.AddServerPassword(name);
        var scripts = Path.Combine(builder.AppHostDirectory, "Servers", "Local");
        var resource = new LocalServerResource(name, Path.Combine(scripts, $"{program}.sh"), scripts, password.Resource, connectionString);
        return builder.AddResource(resource)
            .WithEndpoint(port: FreePort(), name: LocalServerResource.EndpointName, env: "PORT", isProxied: false)
            .WithEnvironment("DATA", Path.Combine(builder.DataFolder(), name))
            .WithEnvironment("PASSWORD", password);
    }

    /// <summary>Gives the server the health check <c>{name}_check</c>, which learns the connection string once the server has its address.</summary>
    public static IResourceBuilder<LocalServerResource> WithCheck(
        this IResourceBuilder<LocalServerResource> server, Action<IHealthChecksBuilder, Func<string>, string> add)
    {
        var check = $"{server.Resource.Name}_check";
        string? connection = null;
        server.OnConnectionStringAvailable(async (resource, _, cancellationToken) =>
            connection = await resource.ConnectionStringExpression.GetValueAsync(cancellationToken));
        add(server.ApplicationBuilder.Services.AddHealthChecks(), () => connection ?? throw new InvalidOperationException("The server has no address yet."), check);
        return server.WithHealthCheck(check);
    }

    // Chosen here and not by Aspire: its proxies would carry every byte between the services and their servers.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
