using System.Diagnostics;

namespace Clients.Tests.Servers;

internal sealed class RedisServer : LocalServer
{
    public string ConnectionString => $"127.0.0.1:{Port}";

    protected override ProcessStartInfo Command() => new(
        "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--loglevel", "warning"]);
}
