using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Webhooks.Bench.Load;
using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Limits;

/// <summary>Kestrel reading POSTs and answering 201, nothing else, driven by the load generator.</summary>
internal static class HttpInCeiling
{
    private static readonly byte[] Answer = [.. "{\"event_id\":\"evt_00000000000000000000000000000000\",\"status\":\"PENDING\"}"u8];

    public static async Task<Ceiling> MeasureAsync(Phase phase, int bodyBytes, int connections, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(cancellationToken);
        var server = IPEndPoint.Parse(new Uri(app.Urls.First()).Authority);
        var plan = new LoadPlan
        {
            Server = server,
            Templates = [new RequestTemplate(server, "none", bodyBytes)],
            Connections = connections,
            Duration = phase.WarmUp,
        };
        await LoadGenerator.RunAsync(plan, new EventLedger(0, 1), 0, cancellationToken);
        var ledger = new EventLedger(0, 1);
        var ceiling = await phase.CountAsync(
            "HTTP in (Kestrel)",
            () => LoadGenerator.RunAsync(plan with { Duration = phase.Measured }, ledger, 0, cancellationToken),
            () => ledger.Accepted);
        await app.StopAsync(cancellationToken);
        return ceiling;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        ReadResult read;
        while (!(read = await context.Request.BodyReader.ReadAsync(context.RequestAborted)).IsCompleted)
        {
            context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
    }
}
