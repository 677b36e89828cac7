using Microsoft.Extensions.Options;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;

namespace Webhooks.Worker.Sending;

/// <summary>
/// Makes one attempt: connects to vetted addresses only, follows no redirect, and gives connecting, sending and
/// reading one budget together. Whatever happens comes back as a result, and once the head of an answer is there, it has decided.
/// </summary>
internal sealed class WebhookSender(
    HttpMessageInvoker http, WebhookRequest requests, ResponseSnippet snippet, IOptions<WorkerOptions> options, TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Value.AttemptTimeout;

    public async Task<AttemptResult> SendAsync(DeliveryJob job, string? traceParent)
    {
        var start = time.GetTimestamp();
        var phases = new AttemptPhases();
        var result = new AttemptResult { StartedAt = time.GetUtcNow(), Duration = default, Outcome = default };
        var isBuilt = false;
        try
        {
            using var request = requests.Build(job, traceParent, phases);
            isBuilt = true;
            result = await ExchangeAsync(request, result, job.Endpoint.Timeout ?? _timeout, start);
        }
        catch (Exception error)
        {
            var kind = isBuilt ? AttemptErrors.Classify(error) : AttemptErrors.ClassifyBuild(error);
            result = result with { Outcome = DeliveryOutcome.Broken(kind), Error = Explain(kind, error) };
        }

        return result with { Duration = time.GetElapsedTime(start), Phases = phases.ConnectMs > 0 || phases.DnsMs > 0 ? phases : null };
    }

    private async Task<AttemptResult> ExchangeAsync(HttpRequestMessage request, AttemptResult attempt, TimeSpan timeout, long start)
    {
        using var budget = new CancellationTokenSource(timeout, time);
        using var response = await http.SendAsync(request, budget.Token);
        var status = (int)response.StatusCode;
        var firstByte = time.GetElapsedTime(start);
        var (text, note) = await snippet.ReadAsync(response, budget, timeout - firstByte);
        return attempt with
        {
            FirstByteMs = firstByte.TotalMilliseconds,
            Outcome = DeliveryOutcome.Answered(status),
            Error = status is >= 200 and < 300 ? null : Reason(response),
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
        AttemptError.BlockedAddress => ForeignText.Clean($"Blocked address: {(error.InnerException as BlockedAddressException ?? error).Message}"),
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
}
