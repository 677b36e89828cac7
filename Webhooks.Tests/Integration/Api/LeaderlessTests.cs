using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

/// <summary>A stream that nobody answers for, as while its servers elect another leader.</summary>
public sealed class LeaderlessTests
{
    [Fact]
    public async Task Relay_NobodyAnswersForTheStream_PublishesAllTheSame()
    {
        var servers = await TestServers.GetAsync();
        await using var broker = new ForgetfulBroker(servers.Nats.Port);
        await using var api = await ApiHost.StartAsync("Development", ("ConnectionStrings:nats", broker.Url), ("Ingest:RelayAfter", "00:00:01"));
        using var tenant = await api.NewTenantAsync();
        await tenant.PostEventAsync();
        await api.UntilPublishedAsync();
        broker.LosesQuestions = true;

        // The relay asks for it every few seconds, and not only the relay.
        await Eventually.TrueAsync(() => Task.FromResult(broker.LostQuestions >= 3), "the relay waits for an answer");
        await api.ExecuteAsync("UPDATE outbox SET published_at = NULL, created_at = now() - interval '1 minute'");

        await api.UntilPublishedAsync();
    }
}
