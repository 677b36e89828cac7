using System.Globalization;

namespace Webhooks.Testing;

/// <summary>redis-server.</summary>
/// <param name="save">When it writes a snapshot, as its option of that name; empty is never.</param>
public sealed class RedisServer(RunFolder? folder = null, string save = "") : ServerProcess("redis", folder)
{
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    protected override string Command => "redis-server";

    protected override IEnumerable<string> Arguments =>
    [
        "--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", Folder, "--save", save, "--appendonly", "no",
    ];

    protected override Task<bool> AnswersAsync() => Probe.AnswersAsync(Port, "PING\r\n"u8.ToArray());
}
