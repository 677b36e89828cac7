namespace Webhooks.Api.Ingest;

public enum IngestOutcome
{
    /// <summary>Stored with its deliveries in one committed transaction.</summary>
    Accepted,

    /// <summary>The same idempotency key and body were accepted before; the id is that event's.</summary>
    Replayed,

    /// <summary>The idempotency key was used before with another body. Nothing was stored.</summary>
    KeyReused,

    /// <summary>It has waited too long to be stored. Nothing was stored; the caller should try again shortly.</summary>
    Busy,

    /// <summary>What waits of its tenant is the tenant's share already. Nothing was stored; the caller should try again shortly.</summary>
    OverShare,
}

public readonly record struct IngestResult(IngestOutcome Outcome, EventId EventId);
