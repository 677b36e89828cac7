using System.Text.Json;
using System.Text.Json.Serialization;

namespace Webhooks.Dashboard.Local;

/// <summary>The demo receiver: its switch, and what it got.</summary>
internal sealed class ReceiverClient(HttpClient http)
{
    public async Task<bool> IsEnabledAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync("/status", ReceiverJson.Default.ReceiverStatus, cancellationToken))?.AcceptsWebhooks ?? false;

    public async Task SwitchAsync(bool isEnabled, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(isEnabled ? "/enable" : "/disable", content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ReceivedByDemo>> LatestAsync(int count, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync($"/received?limit={count}", ReceiverJson.Default.ReceivedByDemoList, cancellationToken))?.Received ?? [];
}

internal sealed record ReceiverStatus(bool AcceptsWebhooks);

internal sealed record ReceivedByDemoList(IReadOnlyList<ReceivedByDemo> Received);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReceiverStatus))]
[JsonSerializable(typeof(ReceivedByDemoList))]
internal sealed partial class ReceiverJson : JsonSerializerContext;
