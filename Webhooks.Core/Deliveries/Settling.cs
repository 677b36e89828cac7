namespace Webhooks.Core.Deliveries;

/// <summary>What an outcome does to the row <c>d</c> of its delivery, in SQL. An outcome has the columns that it may change.</summary>
internal static class Settling
{
    /// <summary>The changes of a row for which <see cref="Concerns"/> holds.</summary>
    /// <param name="o">The outcome's alias.</param>
    /// <param name="cycle">SQL of the message's cycle.</param>
    public static string Changes(string o, string cycle)
    {
        // The outcome is the row's new state; of any other, the row only counts the attempt.
        var takes = $"({o}.status = '{DeliveryStatus.Delivered}' OR {IsInStep(o, cycle)})";
        return $"""
            status = CASE WHEN {takes} THEN {o}.status ELSE d.status END,
            reason = CASE WHEN {takes} THEN {o}.reason ELSE replace(d.reason, '{AttemptsUnderWay.Note}', '') END,
            next_attempt_at = CASE WHEN {takes} THEN {o}.next_attempt_at ELSE d.next_attempt_at END,
            stream_seq = CASE WHEN {takes} THEN {o}.stream_seq ELSE d.stream_seq END,
            batch_id = CASE WHEN {takes} THEN coalesce({o}.batch_id, d.batch_id) ELSE d.batch_id END,
            attempts = GREATEST(d.attempts, {o}.attempts),
            last_status_code = CASE WHEN {o}.attempts > 0 THEN {o}.last_status_code ELSE d.last_status_code END,
            error = CASE WHEN {o}.attempts > 0 THEN {o}.error ELSE d.error END,
            last_attempt_at = coalesce({o}.last_attempt_at, d.last_attempt_at)
            """;
    }

    /// <summary>Three ways: the row is where the message left it; it was withdrawn meanwhile; it has moved on, and the answer was a 2xx.</summary>
    public static string Concerns(string o, string cycle) => $"""
        ({IsInStep(o, cycle)}
          OR (d.cycle = {cycle} AND d.status = '{DeliveryStatus.Cancelled}' AND {o}.attempts > 0)
          OR ({o}.status = '{DeliveryStatus.Delivered}' AND d.status IN ({Transitions.Arrive.FromSql})))
        """;

    // A commit whose answer was lost is made again, maybe after the next attempt has begun: the row counts its attempt by then.
    private static string IsInStep(string o, string cycle) => $"""
        (d.cycle = {cycle} AND d.status IN ({Transitions.Settle.FromSql})
          AND NOT ({o}.attempts > 0 AND d.attempts >= {o}.attempts AND d.status IN ({Transitions.InStream})))
        """;
}
