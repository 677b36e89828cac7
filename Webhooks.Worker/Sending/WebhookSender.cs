using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;

namespace Webhooks.Worker.Sending;

/// <summary>
/// Makes one attempt: connects to vetted addresses only, follows no redirect, and gives connecting, sending and
/// reading one budget together. Whatever the endpoint does comes back as a result, a fault of this process as its exception, and once the head of an answer is there, it has decided.
/// </summary>
internal sealed class WebhookSender(
    TenantConnections connections, WebhookRequest requests, EndpointTerms terms, ResponseSnippet snippet, AttemptLog log, IOptions<WorkerOptions> options,
    TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Value.AttemptTimeout;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> SendAsync(DeliveryJob job, string? traceParent)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var timeout = job.Endpoint.Timeout ?? _timeout;
        using var budget = new CancellationTokenSource(timeout, time);
        var phases = new AttemptPhases { Attempt = budget.Token };
        var answer = default(Answer);
        var isBuilt = false;
        var pool = connections.Enter(job.Delivery.Header.TenantId);
        try
        {
            using var request = requests.Build(job, traceParent, phases);
            isBuilt = true;
            using var response = await pool.Http.SendAsync(request, budget.Token);
            answer = await ReadAsync(response, timeout, start, budget);
        }
        catch (Exception error) when (Classify(error, isBuilt) is { } kind)
        {
            answer = new Answer(DeliveryOutcome.Broken(kind), Explain(kind, error));
            if (kind == AttemptError.DnsFailure)
            {
                log.NoAddress(job, ForeignText.Clean(error.GetBaseException().Message));
            }
        }
        finally
        {
            pool.Leave();
        }

        return new AttemptResult
        {
            StartedAt = startedAt,
            Duration = time.GetElapsedTime(start),
            Outcome = answer.Outcome,
            Error = answer.Error,
            FirstByteMs = answer.FirstByteMs,
            RetryAfter = answer.RetryAfter,
            Response = answer.Response,
            Note = answer.Note,
            Phases = phases.ConnectMs > 0 || phases.DnsMs > 0 ? phases : null,
            Url = terms.UrlOf(job.Endpoint),
        };
    }

    /// <summary>Null for what is neither the endpoint's doing nor the network's.</summary>
    private static AttemptError? Classify(Exception error, bool isBuilt) =>
        (isBuilt ? AttemptErrors.Classify(error) : AttemptErrors.ClassifyBuild(error)) is var kind && (kind != AttemptError.Unknown || error is HttpRequestException)
            ? kind
            : null;

    private async ValueTask<Answer> ReadAsync(HttpResponseMessage response, TimeSpan timeout, long start, CancellationTokenSource budget)
    {
        var status = (int)response.StatusCode;
        var firstByte = time.GetElapsedTime(start);
        var (text, note) = await snippet.ReadAsync(response, budget, timeout - firstByte);
        return new Answer(DeliveryOutcome.Answered(status), status is >= 200 and < 300 ? null : Reason(response))
        {
            FirstByteMs = firstByte.TotalMilliseconds,
            RetryAfter = RetryAfterOf(response),
            Response = text,
            Note = note,
        };
    }

    private static string Reason(HttpResponseMessage response) =>
        string.IsNullOrEmpty(response.ReasonPhrase)
            ? $"HTTP {(int)response.StatusCode}"
            : ForeignText.Clean($"HTTP {(int)response.StatusCode}: {response.ReasonPhrase}");

    private static string Explain(AttemptError kind, Exception error) => kind switch
    {
        AttemptError.Timeout => "Timeout: no answer within the attempt's budget",
        AttemptError.DnsFailure => "DnsFailure: the host has no address that deliveries can go to",
        AttemptError.BlockedAddress => $"Blocked address: {error.Message}",
        _ => ForeignText.Clean($"{kind}: {error.GetBaseException().Message}"),
    };

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        TimeSpan? longest = null;
        if (response.Headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            foreach (var value in values)
            {
                longest = RetryAfter.TryParse(value, time.GetUtcNow(), out var delay) && !(delay < longest) ? delay : longest;
            }
        }

        return longest;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Answer(DeliveryOutcome Outcome, string? Error)
    {
        public double? FirstByteMs { get; init; }
        public TimeSpan? RetryAfter { get; init; }
        public string? Response { get; init; }
        public string? Note { get; init; }
    }
}
