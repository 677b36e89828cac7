using System.Collections.Concurrent;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Subscriptions by id. Id 1 is the wildcard inbox for replies.</summary>
internal sealed class SubscriptionTable(string replyInbox)
{
    public const int ReplySid = 1;
    private readonly ConcurrentDictionary<int, NatsSubBase> _subscriptions = new();
    private int _lastSid = ReplySid;

    public ICollection<NatsSubBase> All => _subscriptions.Values;

    public void Add(NatsSubBase subscription)
    {
        subscription.Sid = Interlocked.Increment(ref _lastSid);
        _subscriptions[subscription.Sid] = subscription;
    }

    public NatsSubBase? Find(int sid) => _subscriptions.GetValueOrDefault(sid);

    public bool Remove(NatsSubBase subscription) => _subscriptions.TryRemove(subscription.Sid, out _);

    public static byte[] SubscribeLine(NatsSubBase subscription)
    {
        var line = subscription.QueueGroup is { } group
            ? $"SUB {subscription.Subject} {group} {subscription.Sid}\r\n"
            : $"SUB {subscription.Subject} {subscription.Sid}\r\n";
        return Encoding.UTF8.GetBytes(
            subscription.RemainingMsgs > 0 ? $"{line}UNSUB {subscription.Sid} {subscription.RemainingMsgs}\r\n" : line);
    }

    public static byte[] UnsubscribeLine(NatsSubBase subscription) => Encoding.UTF8.GetBytes($"UNSUB {subscription.Sid}\r\n");

    /// <summary>What a new connection has to be told first.</summary>
    public byte[] SubscribeAll()
    {
        using var lines = new MemoryStream();
        lines.Write(Encoding.UTF8.GetBytes($"SUB {replyInbox}* {ReplySid}\r\n"));
        foreach (var subscription in _subscriptions.Values)
        {
            lines.Write(SubscribeLine(subscription));
        }

        return lines.ToArray();
    }
}
