using System.Diagnostics;

namespace Webhooks.Bench.Measure;

/// <summary>Events that wait in the stream until a worker comes, with and without the stream that they wait in.</summary>
/// <param name="Waiting">Events accepted while no worker was there.</param>
/// <param name="Seconds">From the worker's start until all have arrived.</param>
/// <param name="Lost">Of them, those that have not.</param>
internal sealed record LostStream(long Waiting, double Seconds, long Lost, long Duplicates)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public bool IsComplete => Waiting > 0 && Lost == 0 && Duplicates == 0;

    /// <param name="rig">With one tenant, warm.</param>
    /// <param name="deletes">Whether the stream is deleted before the worker comes.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<LostStream> RunAsync(Rig rig, bool deletes, CancellationToken cancellationToken)
    {
        var worker = rig.Services.Workers.Single();
        await worker.StopAsync();
        var ledger = new EventLedger(rig.NextSequence, rig.Options.Tenants);
        rig.Sink.Use(ledger);
        await rig.LoadAsync(rig.Templates, rig.Options.Duration, ledger, cancellationToken);
        if (deletes)
        {
            await StreamState.DeleteAsync(rig.Servers.Nats, cancellationToken);
        }

        var start = Stopwatch.GetTimestamp();
        await worker.StartAsync();
        await Rig.ArriveAsync(ledger, ledger, Patience, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new LostStream(ledger.Awaited, seconds, ledger.CountLost(), ledger.Duplicates);
    }
}
