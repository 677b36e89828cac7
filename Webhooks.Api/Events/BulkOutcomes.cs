using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Api.Telemetry;

namespace Webhooks.Api.Events;

/// <summary>Says of each event of a bulk request what became of it.</summary>
internal sealed partial class BulkOutcomes(ApiInstruments instruments, ILogger<BulkOutcomes> logger)
{
    public async Task<BulkItem> DescribeAsync(HttpContext context, int index, NewEvent item, Task<IngestResult> answer)
    {
        try
        {
            return Describe(index, item, await answer);
        }
        catch (Exception failure)
        {
            return Explain(context, index, failure);
        }
    }

    public BulkItem Describe(int index, NewEvent item, IngestResult result)
    {
        switch (result.Outcome)
        {
            case IngestOutcome.Accepted:
                instruments.Accepted(item.TenantId, item.EventType);
                return BulkItem.Accepted(index, result.EventId, replayed: null);
            case IngestOutcome.Replayed:
                return BulkItem.Accepted(index, result.EventId, replayed: true);
            case IngestOutcome.KeyReused:
                return BulkItem.Rejected(index, ProblemTypes.KeyReused, $"The idempotency key was used for {result.EventId} with another body.");
            default:
                return BulkItem.Rejected(index, ProblemTypes.Unavailable, ProblemTypes.TooBusy);
        }
    }

    public BulkItem Explain(HttpContext context, int index, Exception failure)
    {
        var (type, detail) = Faults.Explain(failure, context);
        if (type.Status == StatusCodes.Status500InternalServerError)
        {
            LogFailed(logger, failure, index, context.GetCorrelationId());
        }

        return BulkItem.Rejected(index, type, detail);
    }

    [LoggerMessage(LogLevel.Error, "Event {Index} of a bulk request failed ({CorrelationId})")]
    private static partial void LogFailed(ILogger logger, Exception error, int index, string correlationId);
}
