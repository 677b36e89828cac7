using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Webhooks.Core.Retries;
using Webhooks.Worker.Fleet;

namespace Webhooks.Tests.Unit.Fleet;

public sealed class LeaseTests
{
    [Fact]
    public async Task Renew_WithoutASignIn_IsHeardButNotHeld()
    {
        var time = new FakeTimeProvider();
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1");
        using var roster = new WorkerRoster(nowhere, new RetryPolicies(new RetryOptions()), time, NullLogger<WorkerRoster>.Instance);
        var lease = new Lease(roster, time);
        Assert.True(lease.IsLost);

        lease.Renew(time.GetTimestamp());

        Assert.False(lease.IsLost);
        Assert.False(lease.IsHeld);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(lease.IsLost);
    }
}
