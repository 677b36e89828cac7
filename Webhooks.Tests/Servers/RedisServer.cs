using System.Globalization;

namespace Webhooks.Tests.Servers;

/// <summary>redis-server without persistence.</summary>
public sealed class RedisServer() : ServerProcess("redis")
{
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    protected override string Command => "redis-server";

    protected override IEnumerable<string> Arguments =>
    [
        "--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", Folder, "--save", "", "--appendonly", "no",
    ];

    protected override Task<bool> AnswersAsync() => Probe.AnswersAsync(Port, "PING\r\n"u8.ToArray());
}
