using System.Globalization;

namespace Webhooks.Tests.Servers;

/// <summary>nats-server with JetStream.</summary>
public sealed class NatsServer() : ServerProcess("nats")
{
    public string Url => $"nats://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    protected override string Command => "nats-server";

    /// <summary>From the next start on; null is the server's own.</summary>
    public int? MaxPayload { get; set; }

    protected override IEnumerable<string> Arguments =>
        ["-a", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-js", "-sd", Folder, .. Configuration()];

    /// <summary>Loses everything that it stored, while it is down.</summary>
    public void Wipe() => Directory.Delete(Path.Combine(Folder, "jetstream"), recursive: true);

    // It speaks first.
    protected override Task<bool> AnswersAsync() => Probe.AnswersAsync(Port, greeting: default);

    // There is no argument for it.
    private string[] Configuration()
    {
        if (MaxPayload is not { } bytes)
        {
            return [];
        }

        var file = Path.Combine(Folder, "nats.conf");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"max_payload: {bytes}\n"));
        return ["-c", file];
    }
}
