using System.Globalization;
using System.Text;
using NATS.Client.Core;

namespace Webhooks.Worker.Consuming;

/// <summary>JetStream's pull requests and the status messages that answer them (NATS ADR-37).</summary>
internal static class PullProtocol
{
    public const int Heartbeat = 100;
    public const int Expired = 408;

    public static byte[] Request(int messages) => Encoding.UTF8.GetBytes(
        $$"""{"batch":{{messages}},"expires":{{Nanoseconds(PullLedger.Expiry)}},"idle_heartbeat":{{Nanoseconds(PullLedger.Heartbeat)}}}""");

    /// <summary>Messages that the pull still had to get when it expired.</summary>
    public static int Owed(NatsHeaders status) =>
        status.Code == Expired
        && status.TryGetValue("Nats-Pending-Messages", out var owed)
        && int.TryParse(owed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
