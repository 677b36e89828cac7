namespace Webhooks.Core.Storage;

internal static class Locks
{
    /// <summary>
    /// For the rest of the transaction: what changes a table gives way behind a long reader, because writers would queue up after it.
    /// Its caller comes again.
    /// </summary>
    public const string GiveWay = "SELECT set_config('lock_timeout', '1s', true)";
}
