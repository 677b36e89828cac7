using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Spectre.Console;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Stack;
using Webhooks.Core.Deliveries;
using Webhooks.Testing;

namespace Webhooks.Bench.History;

/// <summary>The tenant to whom all of the history belongs. Its id sorts before those of the tenants whose traffic is measured.</summary>
/// <param name="Key">Its API key.</param>
/// <param name="First">The endpoint that got nine of ten events.</param>
/// <param name="Second">The endpoint that got the others.</param>
/// <param name="Waits">The endpoint for which events wait; null when none do.</param>
internal sealed record HistoryTenant(string Key, string First, string Second, string? Waits)
{
    public const string Id = "archive";

    private const string Url = "http://127.0.0.1:9/";

    private static readonly TimeSpan UntilNow = TimeSpan.FromMinutes(1);

    public static async Task<HistoryTenant> CreateAsync(RunningStack stack, HistoryPlan plan, CancellationToken cancellationToken)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]Storing {plan.Events:N0} events that are delivered and {plan.Parked:N0} that wait…[/]");
        var start = Stopwatch.GetTimestamp();
        var tenant = await CreateAsync(stack.Services.Client, plan, cancellationToken);

        // Copying and vacuuming take as long as they take.
        await using var database = NpgsqlDataSource.Create(stack.Servers.Postgres.ConnectionString(Servers.Database) + ";Command Timeout=0;Pooling=false");
        await PastDays.CreateAsync(database, HistoryPlan.Days + 1, cancellationToken);
        var until = TimeProvider.System.GetUtcNow() - UntilNow;
        var delivered = new HistoryBlock(
            Id, plan.Events, until.AddDays(-HistoryPlan.Days), until, plan.BodyBytes, [Parse(tenant.First), Parse(tenant.Second)], ParkReason: null);
        await HistoryCopy.RunAsync(database, delivered, cancellationToken);
        if (tenant.Waits is { } waits)
        {
            await ParkAsync(database, delivered with { Count = plan.Parked, Endpoints = [Parse(waits)], ParkReason = plan.ParkReason }, cancellationToken);
        }

        await PastDays.SettleAsync(database, vacuums: true, cancellationToken);
        await using (var checkpoint = database.CreateCommand("CHECKPOINT"))
        {
            await checkpoint.ExecuteNonQueryAsync(cancellationToken);
        }

        await stack.Servers.FlushAsync(cancellationToken);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]Stored in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s.[/]");
        return tenant;
    }

    private static async Task<HistoryTenant> CreateAsync(ApiClient client, HistoryPlan plan, CancellationToken cancellationToken)
    {
        var key = await client.CreateTenantAsync(Id, Url, cancellationToken);
        var first = await client.FirstEndpointAsync(key, cancellationToken);
        var second = await client.AddEndpointAsync(key, Url + "second", cancellationToken);
        if (plan.Parked == 0)
        {
            return new HistoryTenant(key, first, second, null);
        }

        var waits = await client.AddEndpointAsync(key, Url + "waits", cancellationToken);
        await (plan.ParkReason == ParkReason.Disabled
            ? client.DisableEndpointAsync(key, waits, cancellationToken)
            : client.PauseEndpointAsync(key, waits, cancellationToken));
        return new HistoryTenant(key, first, second, waits);
    }

    // Whoever has deliveries parked without a due time gets turns once it takes deliveries again.
    private static async Task ParkAsync(NpgsqlDataSource database, HistoryBlock block, CancellationToken cancellationToken)
    {
        await HistoryCopy.RunAsync(database, block, cancellationToken);
        await using var waiting = database.CreateCommand("INSERT INTO waiting_endpoints (endpoint_id, touched_at) VALUES ($1, now()) ON CONFLICT DO NOTHING");
        waiting.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = block.Endpoints[0] });
        await waiting.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Guid Parse(string endpoint) => Guid.ParseExact(endpoint.Split('_')[1], "N");
}
