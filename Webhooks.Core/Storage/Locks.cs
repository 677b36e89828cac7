namespace Webhooks.Core.Storage;

internal static class Locks
{
    /// <summary>
    /// For the rest of the transaction: what changes a table gives way behind a long reader, because writers would queue up after it.
    /// Its caller comes again. Sooner than the server looks for circles (deadlock_timeout, 1 s), so that a circle ends here and not with a writer.
    /// </summary>
    public const string GiveWay = "SELECT set_config('lock_timeout', '500ms', true)";
}
