using System.Diagnostics;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

public sealed class RequestDeadlineTests
{
    [Fact]
    public async Task AnyRoute_ThatTakesTooLong_IsAnsweredAndEnded()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Api:RequestTimeout", "00:00:01"));
        using var tenant = await api.NewTenantAsync();
        await using var blocker = await api.Database.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var hold = blocker.CreateCommand())
        {
            hold.CommandText = "LOCK TABLE event_types";
            await hold.ExecuteNonQueryAsync();
        }

        await using var stalls = new StallWatch();
        var clock = Stopwatch.StartNew();
        var answer = await tenant.SendAsync("DELETE", "/v1/event-types/a");

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(6) + stalls.Lost);
        Assert.Contains("1 seconds", answer.AssertProblem(503, "temporarily-unavailable"), StringComparison.Ordinal);
        Assert.Equal("1", answer.Header("Retry-After"));
        await transaction.RollbackAsync();
        Assert.Equal(404, (await tenant.SendAsync("DELETE", "/v1/event-types/a")).Status);
    }
}
