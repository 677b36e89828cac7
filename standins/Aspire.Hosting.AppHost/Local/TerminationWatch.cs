using System.Runtime.InteropServices;
using Aspire.Hosting.Local.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Local;

/// <summary>
/// Stops the application when its terminal closes, and when the program that started it is gone: <c>ASPIRE_CLI_PID</c> names that program, as
/// it does for the genuine AppHost. (Interrupt and terminate are the host's own.)
/// </summary>
internal sealed class TerminationWatch(IHostApplicationLifetime lifetime, IConfiguration configuration, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        });
        try
        {
            if (!int.TryParse(configuration["ASPIRE_CLI_PID"], out var starter))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
            }

            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!Signals.Exists(starter))
                {
                    lifetime.StopApplication();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}
