using System.Globalization;
using System.Text.Json;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>One cell at an endpoint of its own: the state, the command, and what is there afterwards.</summary>
internal sealed class CommandTrial(CommandCell cell, DeliveryStack stack)
{
    private TestEndpoint _endpoint = null!;
    private Guid _event;
    private string? _secret;
    private int _before;

    public CommandCell Cell => cell;

    public string Answer { get; private set; } = "";

    /// <summary>Requests with the event's id, in order.</summary>
    public IReadOnlyList<Visit> Requests => [.. AllVisits().Where(visit => visit.Id == $"evt_{_event:N}")];

    /// <summary>Those that came after the command.</summary>
    public IReadOnlyList<Visit> Later => [.. Requests.Skip(_before)];

    public int Tests => AllVisits().Count(visit => visit["X-Webhook-Event"] == "webhook.test");

    public async Task CommandAsync()
    {
        _endpoint = await stack.AddEndpointAsync();
        // A tenant's default endpoint cannot be deleted, and an attempt that hangs is waited for.
        await _endpoint.ChangeAsync("is_default = false" + (cell.Endpoint == "hung" ? ", timeout_ms = 10000" : ""));
        var stage = new CommandStage(stack, _endpoint);
        try
        {
            _event = await stage.SetAsync(cell.Delivery, cell.Endpoint);
            _before = Requests.Count;
            var (method, path, body) = await RequestAsync();
            Answer = await SendAsync(method, path, body);
        }
        finally
        {
            stage.OpenGate();
        }
    }

    public async Task EnableAsync() => Assert.Equal("200", await SendAsync(HttpMethod.Post, $"/v1/webhooks/{_endpoint.Id}/enable", null));

    /// <summary>The deliveries of the event, the one of the cell first.</summary>
    public Task<List<(string Status, int Attempts)>> DeliveriesAsync() => stack.Database.ReadAsync(
        $"SELECT status, attempts FROM {Rows.Deliveries} d WHERE event_id = $1 ORDER BY ordinal", row => (row.GetString(0), row.GetInt32(1)), _event);

    public async Task<int> LettersAsync() => (await stack.Database.DeadLettersAsync(_event)).Count;

    /// <summary>It went where the endpoint is, signed with the secret that it has.</summary>
    public bool IsAddressed(Visit visit) =>
        visit.Path == (cell.Command == "change URL" ? NewPath : _endpoint.Path) && _endpoint.Verify(visit, _secret).IsVerified;

    private string NewPath => _endpoint.Path + "/new";

    private IEnumerable<Visit> AllVisits() => _endpoint.Visits.Concat(stack.Receiver.Visits(NewPath));

    private async Task<(HttpMethod Method, string Path, string? Body)> RequestAsync()
    {
        var (delivery, ev, webhook) = ($"/v1/deliveries/dlv_{_event:N}0000", $"/v1/events/evt_{_event:N}", $"/v1/webhooks/{_endpoint.Id}");
        return cell.Command switch
        {
            "retry delivery" => (HttpMethod.Post, delivery + "/retry", null),
            "retry event" => (HttpMethod.Post, ev + "/retry", null),
            "replay letter" => (HttpMethod.Post, $"/v1/dlq/{await LetterAsync()}/replay", null),
            "requeue" => (HttpMethod.Post, "/v1/dlq/requeue", "{}"),
            "resend" => (HttpMethod.Post, ev + "/resend", null),
            "recover" => (HttpMethod.Post, webhook + "/recover", """{"since":"2020-01-01T00:00:00Z"}"""),
            "cancel delivery" => (HttpMethod.Delete, delivery, null),
            "cancel event" => (HttpMethod.Delete, ev, null),
            "delete endpoint" => (HttpMethod.Delete, webhook, null),
            "change URL" => (HttpMethod.Patch, webhook, $$"""{"url":"{{stack.Receiver.Url(NewPath)}}"}"""),
            "change secret" => (HttpMethod.Post, webhook + "/rotate-secret", """{"overlap_hours":0}"""),
            _ => (HttpMethod.Post, $"{webhook}/{cell.Command}", null),
        };
    }

    private async Task<string> SendAsync(HttpMethod method, string path, string? body)
    {
        using var response = await _endpoint.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
        _secret = json.RootElement.TryGetProperty("secret", out var secret) ? secret.GetString() ?? _secret : _secret;
        var hasCount = json.RootElement.TryGetProperty("requeued", out var count) || json.RootElement.TryGetProperty("recovered", out count);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}{(hasCount ? $" ({count})" : "")}");
    }

    private async Task<string> LetterAsync()
    {
        using var response = await _endpoint.SendAsync(HttpMethod.Get, "/v1/dlq", null);
        using var list = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return list.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
    }
}
