using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Webhooks.Core.Tenants;
using Webhooks.Signing;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Receiver;

/// <summary>A receiver in a process of its own, as the local stack runs it.</summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ReceiverProcess(Process process, int port) =>
        (_process, Client) = (process, new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(10),
        });

    public HttpClient Client { get; }

    public static Task<ReceiverProcess> StartAsync(params string[] args) => StartAsync(redis: null, args);

    public static async Task<ReceiverProcess> StartAsync(RedisServer? redis, params string[] args)
    {
        var port = FreePort.Next();
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Webhooks.Receiver.dll"), "--port", $"{port}", .. args])
        {
            Environment = { ["DOTNET_ENVIRONMENT"] = "Development", ["Logging__LogLevel__Default"] = "Warning" },
        };
        if (redis is not null)
        {
            start.Environment["ConnectionStrings__redis"] = redis.ConnectionString;
        }

        var receiver = new ReceiverProcess(Process.Start(start)!, port);
        await Eventually.TrueAsync(receiver.IsUpAsync, "the receiver answers");
        return receiver;
    }

    public async Task<HttpResponseMessage> SendSignedAsync(
        byte[] body, string tenant = "acme", SignatureProfile profile = SignatureProfile.All, TimeSpan age = default, Action<HttpRequestMessage>? change = null, string? secret = null)
    {
        var unixSeconds = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds();
        var signed = WebhookSigner.Sign([new SigningKey(secret ?? LocalTenants.Secret(tenant))], profile, "msg_1", unixSeconds, body);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{tenant}/webhook") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(WebhookHeaders.Id, "msg_1");
        request.Headers.Add(WebhookHeaders.Timestamp, signed.Timestamp);
        Add(WebhookHeaders.StandardSignature, signed.Standard);
        Add(WebhookHeaders.StripeSignature, signed.Stripe);
        Add(WebhookHeaders.XWebhookSignature, signed.XWebhook);
        change?.Invoke(request);
        return await Client.SendAsync(request);

        void Add(string header, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }
        }
    }

    public async Task<HttpStatusCode> StatusOfSignedAsync()
    {
        using var response = await SendSignedAsync("{}"u8.ToArray());
        return response.StatusCode;
    }

    public async Task<JsonElement> GetJsonAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    public async Task<JsonElement> PostAsync(string path)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content: null);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }

    private async Task<bool> IsUpAsync()
    {
        Assert.False(_process.HasExited, "The receiver has exited.");
        try
        {
            using var response = await Client.GetAsync(new Uri("/status", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
