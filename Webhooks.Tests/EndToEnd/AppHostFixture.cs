using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd;

/// <summary>The whole stack as a user starts it where no container engine is, on ports and data of its own.</summary>
public class AppHostFixture : IAsyncLifetime
{
    public const string Tenant = "acme";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);
    private readonly string _data = Directory.CreateDirectory(Path.Combine(RunFolder.Default.Path, $"stack-{Guid.NewGuid():N}"[..14])).FullName;
    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The stack has not been started.");

    public HttpClient Api { get; private set; } = null!;

    public HttpClient Receiver { get; private set; } = null!;

    protected virtual IEnumerable<string> Arguments => [];

    public async Task InitializeAsync()
    {
        using var deadline = new CancellationTokenSource(StartTime);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Webhooks_AppHost>(
            ["--Servers=local", $"--DataDirectory={_data}", .. Arguments], Configure, deadline.Token);
        _app = await builder.BuildAsync(deadline.Token);
        try
        {
            await _app.StartAsync(deadline.Token);
            foreach (var resource in new[] { "api", "worker", "receiver" })
            {
                await _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, deadline.Token);
            }
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"The stack was not up within {StartTime.TotalMinutes} minutes. {Describe(_app)}", error);
        }

        Api = _app.CreateHttpClient("api");
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"tenant_{Tenant}_key");
        Receiver = _app.CreateHttpClient("receiver");
    }

    public async Task DisposeAsync()
    {
        Api?.Dispose();
        Receiver?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>Of a service, once it is healthy.</summary>
    public async Task<Uri> AddressOfAsync(string service)
    {
        using var deadline = new CancellationTokenSource(StartTime);
        await App.ResourceNotifications.WaitForResourceHealthyAsync(service, deadline.Token);
        return App.GetEndpoint(service, "http");
    }

    public async Task<string> PostAsync(string body, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events");
        request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        if (traceParent is not null)
        {
            request.Headers.Add("traceparent", traceParent);
        }

        using var response = await Api.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 201, answer);
        return JsonDocument.Parse(answer).RootElement.GetProperty("event_id").GetString()!;
    }

    public async Task<JsonElement> EventAsync(string id)
    {
        using var document = JsonDocument.Parse(await Api.GetStringAsync($"/v1/events/{id}"));
        return document.RootElement.GetProperty("event").Clone();
    }

    public Task UntilAsync(string id, string status) =>
        Eventually.TrueAsync(async () => (await EventAsync(id)).GetProperty("status").GetString() == status, $"{id} is {status}");

    /// <summary>What the receiver got of this event, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReceivedAsync(string id)
    {
        using var document = JsonDocument.Parse(await Receiver.GetStringAsync("/received?limit=100"));
        return [.. document.RootElement.GetProperty("received").EnumerateArray()
            .Where(webhook => webhook.GetProperty("webhook_id").GetString() == id).Select(webhook => webhook.Clone())];
    }

    private static string Describe(DistributedApplication app) => string.Join(", ", app.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Select(resource => app.ResourceNotifications.TryGetCurrentState(resource.Name, out var state)
            ? $"{resource.Name}: {state.Snapshot.State?.Text} {state.Snapshot.HealthStatus} {state.Snapshot.ExitCode}"
            : $"{resource.Name}: unknown"));

    protected virtual void Configure(DistributedApplicationOptions options, Microsoft.Extensions.Hosting.HostApplicationBuilderSettings settings)
    {
    }
}
