using Spectre.Console;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Limits;

/// <summary>All ceilings, one after the other, on the servers of the run.</summary>
internal static class CeilingRun
{
    public static async Task<CeilingReport> MeasureAsync(Servers servers, TimeSpan warmUp, TimeSpan measured, int bodyBytes, int connections, CancellationToken cancellationToken)
    {
        AnsiConsole.MarkupLine("[grey]Measuring each stage alone…[/]");
        var phase = new Phase(
            warmUp,
            measured,
            [
                new ProcessGauge("bench", Environment.ProcessId),
                new ProcessGauge("postgres", servers.Postgres.ProcessId, IsTree: true),
                new ProcessGauge("nats", servers.Nats.ProcessId),
            ]);
        var httpIn = await HttpInCeiling.MeasureAsync(phase, bodyBytes, connections, cancellationToken);
        var postgres = await PostgresCeiling.MeasureAsync(phase, servers.Postgres, bodyBytes, cancellationToken);
        var jetStream = await JetStreamCeilings.MeasureAsync(phase, servers.Nats, bodyBytes, cancellationToken);
        var httpOut = await HttpOutCeiling.MeasureAsync(phase, bodyBytes, connections, cancellationToken);
        return new CeilingReport([httpIn, postgres, .. jetStream, httpOut]);
    }
}
