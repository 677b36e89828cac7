using System.Globalization;
using Webhooks.Bench.Load;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Measure;

/// <summary>The tenant that floods, and what it floods with.</summary>
internal static class FloodTenant
{
    private const int Endpoints = 500;
    private const int BulkEvents = 1_000;
    private const int LargeEvents = 64;
    private const int LargeBytes = 250_000;
    private const int Patterns = 100;
    private const string Costly = "costly.";
    private const string Light = "light";

    // As the rest of the API, which the other tenant has warmed by then.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Creates a tenant for each flood, and returns its API key with it.</summary>
    public static async Task<IReadOnlyList<(Flood Flood, string Key)>> CreateAsync(Rig rig, CancellationToken cancellationToken)
    {
        var client = rig.Services.Client;
        var wide = await client.CreateTenantAsync("flood-wide", Url(rig, 0), cancellationToken);
        for (var i = 1; i < Endpoints; i++)
        {
            await client.AddEndpointAsync(wide, Url(rig, i), cancellationToken);
        }

        var large = await client.CreateTenantAsync("flood-large", Url(rig, 0), cancellationToken);
        var one = await client.CreateTenantAsync("flood-schema-one", Url(rig, 0), cancellationToken);
        var many = await client.CreateTenantAsync("flood-schema", Url(rig, 0), cancellationToken);
        await WarmChecksAsync(client, one, cancellationToken);
        var costly = await SchemasAsync(client, one, cancellationToken);
        return
        [
            // What one such event takes when none waits before it.
            (costly with { Name = "one costly event after the other", Connections = 1 }, one),
            (await SchemasAsync(client, many, cancellationToken), many),
            (new Flood("bulks of 16 MB", 8, "/v1/events/bulk", Bulk(LargeEvents, $$"""{"event":"flood","pad":"{{new string('x', LargeBytes)}}"}""")), large),

            // Last, because its deliveries go on for long.
            (new Flood($"bulks of {BulkEvents} events for {Endpoints} endpoints", 4, "/v1/events/bulk", Bulk(BulkEvents, """{"event":"flood"}""")), wide),
        ];
    }

    // Patterns that a state machine pays for by memory, as many as a schema may have.
    private static async Task<Flood> SchemasAsync(ApiClient client, string key, CancellationToken cancellationToken)
    {
        var refused = 0;
        for (var length = 10; length <= 16; length++)
        {
            var patterns = Enumerable.Range(0, Patterns).Select(i => $$"""{"properties":{"p":{"pattern":"[ab]*a[ab]{{{length + (i % 3)}}}c"} } }""");
            var accepted = await client.TrySaveSchemaAsync(
                key, string.Create(CultureInfo.InvariantCulture, $"{Costly}{length}"), $$"""{"allOf":[{{string.Join(',', patterns)}}]}""", cancellationToken);
            refused += accepted ? 0 : 1;
        }

        var text = string.Concat(Enumerable.Range(0, 500).Select(static i => i % 3 == 0 ? "a" : "ba"));
        return new Flood($"events against {Patterns} costly patterns ({refused} of 7 schemas refused when saved)", 24, "/v1/events", $$"""{"event":"{{Costly}}10","p":"{{text}}"}""");
    }

    private static async Task WarmChecksAsync(ApiClient client, string key, CancellationToken cancellationToken)
    {
        await client.TrySaveSchemaAsync(key, Light, """{"required":["p"]}""", cancellationToken);
        using var warm = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        warm.CancelAfter(WarmUp);
        await new Flood(Light, 1, "/v1/events", $$"""{"event":"{{Light}}"}""").RunAsync(new Uri($"http://{client.Address}"), key, warm.Token);
    }

    private static string Bulk(int count, string item) => $$"""{"events":[{{string.Join(',', Enumerable.Repeat(item, count))}}]}""";

    private static string Url(Rig rig, int endpoint) => string.Create(CultureInfo.InvariantCulture, $"http://{rig.Sink.Address}/flood/{endpoint}");
}
