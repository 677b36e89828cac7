using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Core.Messaging;
using Webhooks.Testing;

namespace Webhooks.Bench.Measure;

/// <summary>What the stream of deliveries has taken.</summary>
internal static class StreamState
{
    private static readonly string Name = new StreamNames(Options.Create(new MessagingOptions())).Deliveries;

    /// <summary>Every message that was ever published to it, gone ones included.</summary>
    public static async Task<long> CountPublishedAsync(NatsServer nats, CancellationToken cancellationToken)
    {
        await using var connection = new NatsConnection(NatsOpts.Default with { Url = nats.Url });
        var stream = await new NatsJSContext(connection).GetStreamAsync(Name, cancellationToken: cancellationToken);
        return (long)stream.Info.State.LastSeq;
    }

    /// <summary>With everything that waits in it.</summary>
    public static async Task DeleteAsync(NatsServer nats, CancellationToken cancellationToken)
    {
        await using var connection = new NatsConnection(NatsOpts.Default with { Url = nats.Url });
        await new NatsJSContext(connection).DeleteStreamAsync(Name, cancellationToken);
    }
}
