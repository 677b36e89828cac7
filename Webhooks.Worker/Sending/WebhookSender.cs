using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;
using Webhooks.Worker.Lanes;

namespace Webhooks.Worker.Sending;

/// <summary>
/// Makes one attempt: connects to vetted addresses only, follows no redirect, and gives connecting, sending and
/// reading one budget together. Whatever happens comes back as a result.
/// </summary>
internal sealed class WebhookSender(HttpMessageInvoker http, WebhookRequest requests, IOptions<WorkerOptions> options, TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Value.AttemptTimeout;
    private readonly int _maxResponseBytes = options.Value.MaxResponseBytes;

    public async Task<AttemptResult> SendAsync(DeliveryJob job, string? traceParent)
    {
        var startedAt = time.GetUtcNow();
        var start = time.GetTimestamp();
        var phases = new AttemptPhases();
        var result = new AttemptResult { StartedAt = startedAt, Duration = default, Outcome = default };
        try
        {
            using var budget = new CancellationTokenSource(job.Endpoint.Timeout ?? _timeout, time);
            using var request = requests.Build(job, traceParent, phases);
            using var response = await http.SendAsync(request, budget.Token);
            var status = (int)response.StatusCode;
            result = result with
            {
                FirstByteMs = time.GetElapsedTime(start).TotalMilliseconds,
                Outcome = DeliveryOutcome.Answered(status),
                Error = status is >= 200 and < 300 ? null : Reason(response),
                RetryAfter = RetryAfterOf(response),
            };
            result = result with { Response = await ReadAsync(response, budget.Token) };
        }
        catch (Exception error)
        {
            var kind = AttemptErrors.Classify(error);
            result = result with { Outcome = DeliveryOutcome.Broken(kind, result.Outcome.StatusCode), Error = Explain(kind, error) };
        }

        return result with { Duration = time.GetElapsedTime(start), Phases = phases.ConnectMs > 0 || phases.DnsMs > 0 ? phases : null };
    }

    private static string Reason(HttpResponseMessage response) =>
        string.IsNullOrEmpty(response.ReasonPhrase)
            ? $"HTTP {(int)response.StatusCode}"
            : Printable($"HTTP {(int)response.StatusCode}: {response.ReasonPhrase}");

    private static string Explain(AttemptError kind, Exception error) => kind switch
    {
        AttemptError.Timeout => "Timeout: no complete response within the attempt's budget",
        AttemptError.BlockedAddress => $"Blocked address: {(error.InnerException as BlockedAddressException ?? error).Message}",
        _ => Printable($"{kind}: {error.GetBaseException().Message}"),
    };

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
        && RetryAfter.TryParse(values.ToString(), time.GetUtcNow(), out var delay)
            ? delay
            : null;

    private async ValueTask<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (_maxResponseBytes == 0 || response.Content.Headers.ContentLength == 0)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(_maxResponseBytes);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, _maxResponseBytes), _maxResponseBytes, throwOnEndOfStream: false, cancellationToken);
            return length == 0 ? null : Printable(Encoding.UTF8.GetString(buffer, 0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Postgres' text holds no NUL.
    private static string Printable(string text) => text.Replace('\0', '\uFFFD');
}
