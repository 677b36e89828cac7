using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
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

    // Chosen here and not by Aspire: its proxies would carry every byte between the services and their servers. And below the ports that the
    // kernel gives to outgoing connections: one of those would take it before the server does.
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one, then.
            }
        }
    }
}
