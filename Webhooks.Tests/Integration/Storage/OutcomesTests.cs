using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>A commit whose answer was lost is made again, whatever has become of its deliveries meanwhile.</summary>
public sealed class OutcomesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddTo_AgainAfterTheNextAttempt_ChangesNothing(bool isPlanned)
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var endpoint = await stack.AddEndpointAsync();
        var id = await endpoint.PostAsync();
        await stack.Database.ExecuteAsync(isPlanned ? "SELECT 1" : Rows.Make);
        var first = Retrying(endpoint, id, attempt: 1, isPlanned) with { HandedOver = Guid.CreateVersion7() };
        await CommitAsync(stack, first);
        await CommitAsync(stack, first);
        Assert.Equal(1, await stack.Database.CountAsync("SELECT count(*) FROM outbox WHERE batch_id = $1", first.HandedOver));

        await CommitAsync(stack, Retrying(endpoint, id, attempt: 2, isPlanned: false));
        var before = await stack.Database.DeliveryAsync(id);
        await CommitAsync(stack, first);

        Assert.Equal(before, await stack.Database.DeliveryAsync(id));
        Assert.Equal((DeliveryStatus.Retrying, 2), (before.Status, before.Attempts));
        Assert.Equal(2, (await stack.Database.AttemptsAsync(id)).Count);
    }

    private static OutcomeRow Retrying(TestEndpoint endpoint, Guid id, int attempt, bool isPlanned)
    {
        var at = TimeProvider.System.GetUtcNow();
        return new OutcomeRow
        {
            TenantId = endpoint.TenantId,
            Delivery = new DeliveryId(new EventId(id), 0),
            Endpoint = endpoint.Id.Value,
            Cycle = 1,
            Status = DeliveryStatus.Retrying,
            NextAttemptAt = at.AddMinutes(attempt),
            Attempt = new AttemptRow { Number = attempt, StartedAt = at, DurationMs = 1, StatusCode = 500 },
            IsPlanned = isPlanned,
        };
    }

    private static async Task CommitAsync(DeliveryStack stack, OutcomeRow outcome)
    {
        await using var connection = new DedicatedConnection(stack.Database);
        await connection.ExecuteAsync(batch => Outcomes.AddTo(batch, [outcome], ended: []), CancellationToken.None);
    }
}
