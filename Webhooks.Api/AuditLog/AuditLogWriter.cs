using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Webhooks.Core.AuditLog;
using Webhooks.Core.Telemetry;

namespace Webhooks.Api.AuditLog;

/// <summary>
/// Writes entries: those that come at the same moment with one statement. Whoever made the change waits for it, but not for long, and never
/// fails because of it: what cannot be written is tried again for a while, then counted, logged and given up.
/// </summary>
internal sealed partial class AuditLogWriter : BackgroundService
{
    private const int MostWaiting = 1_000;
    private const int MostAtOnce = 200;
    private const int MostTries = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly AuditLogStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Counter<long> _lost;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    public AuditLogWriter(AuditLogStore store, IMeterFactory meters, TimeProvider time, ILogger<AuditLogWriter> logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        _lost = meters.Create(WebhooksTelemetry.Api).CreateCounter<long>(WebhooksTelemetry.AuditLost, "{entry}", "Changes that could not be written into the audit log.");
    }

    /// <summary>Completes when the entry is written, or has waited long enough for it.</summary>
    public async Task WriteAsync(AuditEntry entry)
    {
        var waiting = new Waiting(entry);
        if (!_waiting.Writer.TryWrite(waiting))
        {
            GiveUp([waiting], "too many wait to be written");
            return;
        }

        await waiting.Done.Task.WaitAsync(Patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(MostAtOnce);
        while (await NextAsync(batch, stoppingToken))
        {
            await WriteAsync(batch, stoppingToken);
        }
    }

    // At the end, what was accepted before is still written.
    private async Task<bool> NextAsync(List<Waiting> batch, CancellationToken stoppingToken)
    {
        batch.Clear();
        await ((Task)_waiting.Reader.WaitToReadAsync(stoppingToken).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var waiting))
        {
            batch.Add(waiting);
        }

        return batch.Count > 0 || !stoppingToken.IsCancellationRequested;
    }

    private async Task WriteAsync(List<Waiting> batch, CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var deadline = new CancellationTokenSource(WriteTimeout, _time);
                await _store.AddAsync(batch.ConvertAll(static waiting => waiting.Entry), deadline.Token);
                batch.ForEach(static waiting => waiting.Done.TrySetResult());
                return;
            }
            catch (Exception error)
            {
                if (attempt >= MostTries || stoppingToken.IsCancellationRequested)
                {
                    GiveUp(batch, error.Message);
                    return;
                }
            }

            await Task.Delay(RetryDelay, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void GiveUp(List<Waiting> entries, string reason)
    {
        _lost.Add(entries.Count);
        foreach (var waiting in entries)
        {
            waiting.Done.TrySetResult();
            LogLost(_logger, waiting.Entry.OperationId, waiting.Entry.KeyPrefix, waiting.Entry.TenantId, waiting.Entry.CorrelationId, reason);
        }
    }

    [LoggerMessage(LogLevel.Error, "The audit log lacks {Operation} with the key {KeyPrefix} for {TenantId} ({CorrelationId}): {Reason}")]
    private static partial void LogLost(ILogger logger, string operation, string keyPrefix, string? tenantId, string correlationId, string reason);

    private sealed record Waiting(AuditEntry Entry)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
