using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Recording;

/// <summary>Settlements as they are written down.</summary>
internal static class SettlementBatch
{
    /// <param name="batch">The round trip.</param>
    /// <param name="settlements">What is settled.</param>
    /// <param name="handOver">The outbox entry of the deliveries that leave their batch.</param>
    public static void AddCommands(NpgsqlBatch batch, IReadOnlyList<Settlement> settlements, Guid handOver)
    {
        var rows = new OutcomeRow[settlements.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(settlements[i], handOver);
        }

        Array.Sort(rows, OutcomeRow.InOrder);
        Outcomes.AddTo(batch, rows, Ended(settlements));
    }

    // Of the messages of first attempts: those with nothing left once this is written. One that ends by a dropped copy is forgotten later.
    private static Guid[] Ended(IReadOnlyList<Settlement> settlements) =>
    [
        .. settlements.Select(static settlement => settlement.Job.Carrier).Where(static carrier => carrier.BatchId != Guid.Empty).CountBy(static carrier => carrier)
            .Where(static carrier => carrier.Key.Left <= carrier.Value).Select(static carrier => carrier.Key.BatchId).Order(),
    ];

    private static OutcomeRow Row(Settlement settlement, Guid handOver) => new()
    {
        TenantId = settlement.Job.Delivery.Header.TenantId,
        Delivery = settlement.Job.Delivery.Id,
        Endpoint = settlement.Job.Delivery.Header.EndpointId,
        Cycle = settlement.Job.Delivery.Header.Cycle,
        Status = settlement.Status,
        Reason = settlement.Reason,
        NextAttemptAt = settlement.NextAttemptAt,
        StreamSequence = settlement.Answer is StreamAnswer.Nak or StreamAnswer.Terminate ? settlement.Job.StreamSequence : null,
        HandedOver = settlement.Answer == StreamAnswer.HandOver ? handOver : null,
        Attempt = Attempt(settlement),
        IsPlanned = settlement.Job.Delivery.Header.IsPlanned,
    };

    private static AttemptRow? Attempt(Settlement settlement) => settlement.Attempt is not { } attempt
        ? null
        : new AttemptRow
        {
            Number = settlement.AttemptNumber,
            StartedAt = attempt.StartedAt,
            DurationMs = (float)attempt.Duration.TotalMilliseconds,
            DnsMs = (float?)attempt.Phases?.DnsMs,
            ConnectMs = (float?)attempt.Phases?.ConnectMs,
            TlsMs = (float?)attempt.Phases?.TlsMs,
            FirstByteMs = (float?)attempt.FirstByteMs,
            StatusCode = attempt.Outcome.StatusCode > 0 ? attempt.Outcome.StatusCode : null,
            ErrorClass = attempt.Outcome.Error is var error and not AttemptError.None ? error.ToString() : null,
            Error = attempt.Error,
            Note = attempt.Note,
            Response = attempt.Response,
            Url = attempt.Url,
        };
}
