using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Webhooks.Signing;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ReceivedJson.Default));
var secret = builder.Configuration["Secret"] ?? throw new InvalidOperationException("Secret is missing: the endpoint's whsec_….");

var app = builder.Build();

// By webhook-id: after a crash of its sender a webhook may come twice.
var received = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
app.MapPost("/webhook", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    if (!WebhookVerifier.Verify(name => request.Headers[name], body.ToArray(), [secret]).IsVerified)
    {
        return Results.Unauthorized();
    }

    received.AddOrUpdate(request.Headers["webhook-id"].ToString(), 1, static (_, times) => times + 1);
    return Results.Ok();
});
app.MapGet("/received", () => new Received(received.Count, received.Values.Sum()));
app.Run();

internal sealed record Received(int Webhooks, int Requests);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Received))]
internal sealed partial class ReceivedJson : JsonSerializerContext;
