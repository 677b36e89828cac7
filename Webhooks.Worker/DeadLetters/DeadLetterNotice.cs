using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Tenants;
using Webhooks.Worker.Operations;

namespace Webhooks.Worker.DeadLetters;

/// <summary>Tells of dead letters: in the log, and to the tenant's operational endpoint.</summary>
internal sealed partial class DeadLetterNotice(OperationalEvents events, ConfigDirectory directory, ILogger<DeadLetterNotice> logger)
{
    public async Task SendAsync(IReadOnlyList<DeadLetter> buried, CancellationToken stoppingToken)
    {
        foreach (var letter in buried)
        {
            LogMoved(logger, LoggedUrl.Of(letter.Url), letter.Delivery.Event, letter.Attempts, letter.Reason, letter.CorrelationId);
            if (directory.FindEndpoint(letter.Endpoint) is { } endpoint)
            {
                var data = new OperationalData(endpoint, letter.Reason)
                {
                    EventId = letter.Delivery.Event.ToString(),
                    DeliveryId = letter.Delivery.ToString(),
                    Attempts = letter.Attempts,
                };
                await events.PublishAsync(OperationalEvents.DeliveryExhausted, endpoint, data, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Moved failed webhook to dead letter queue: {Url} for reference_id={ReferenceId} after {Attempts} attempts: {Reason} correlation_id={CorrelationId}")]
    private static partial void LogMoved(ILogger logger, string url, EventId referenceId, int attempts, string reason, string correlationId);
}
