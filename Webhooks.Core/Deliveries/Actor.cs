namespace Webhooks.Core.Deliveries;

/// <summary>Who moves a delivery from one state to another.</summary>
public enum Actor
{
    /// <summary>The worker that holds its message.</summary>
    Worker,

    /// <summary>The worker's release of what was parked.</summary>
    Release,

    /// <summary>The worker's reading of what the stream gave up.</summary>
    DeadLetters,

    /// <summary>Whoever finds that its message is lost.</summary>
    Recovery,

    /// <summary>The tenant, by a command.</summary>
    Tenant,
}
