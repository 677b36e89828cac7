namespace Webhooks.AppHost.Servers.Containers;

internal static class NatsContainerExtensions
{
    private const int Port = 4222;
    private const string Data = "/data";

    // The password comes by the environment into a file: a command line would show it to everybody on the host.
    private const string Start = """
        umask 077
        printf 'authorization { user: "%s", password: "%s" }\n' "$NATS_USER" "$NATS_PASSWORD" > /tmp/nats.conf
        exec nats-server -js -sd /data -c /tmp/nats.conf
        """;

    public static IResourceBuilder<NatsContainerResource> AddNatsContainer(this IDistributedApplicationBuilder builder, string name)
    {
        var password = builder.AddServerPassword(name);
        return builder.AddResource(new NatsContainerResource(name, password.Resource))
            .WithImage("library/nats", "2.12-alpine")
            .WithImageRegistry("docker.io")
            .WithEndpoint(targetPort: Port, name: NatsContainerResource.EndpointName)
            .WithVolume(builder.DataVolume(name), Data)
            .WithEnvironment("NATS_USER", NatsContainerResource.User)
            .WithEnvironment("NATS_PASSWORD", password)
            .WithEntrypoint("/bin/sh")
            .WithArgs("-c", Start);
    }
}
