using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Problems;

/// <summary>
/// Gives a problem to read to what the server refuses before there is a request to handle: a request line, a header or a target that HTTP does not
/// allow. The server tells of each as a diagnostic event, and makes an answer without a body where nobody has begun one by then. Of a request that is
/// refused so early it has no writer for a body: head and body go to the connection one after the other.
/// </summary>
internal sealed class UnreadRequests(DiagnosticListener diagnostics, IOptions<JsonOptions> json) : IHostedService, IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = diagnostics.Subscribe(this, static name => name == BadRequest);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: BadRequest, Value: IFeatureCollection features } && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException refused)
        {
            Answer(features, refused);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Answer(IFeatureCollection features, BadHttpRequestException refused)
    {
        var (request, response) = (features.GetRequiredFeature<IHttpRequestFeature>(), features.GetRequiredFeature<IHttpResponseFeature>());

        // A stream of HTTP/2 shares its connection with others.
        if (response.HasStarted || request.Protocol is not ("" or "HTTP/1.0" or "HTTP/1.1") || features.Get<IConnectionTransportFeature>() is not { } connection)
        {
            return;
        }

        var id = CorrelationId.Offered(request.Headers) ?? ActivityTraceId.CreateRandom().ToHexString();
        var body = Describe(refused, id);
        SecurityHeaders.Set(response.Headers);
        response.Headers[CorrelationId.Header] = id;
        response.Headers.Connection = "close";
        response.Headers.ContentType = ProblemWriter.MediaType;
        response.Headers.ContentLength = body.Length;
        if (features.GetRequiredFeature<IHttpResponseBodyFeature>().StartAsync().IsCompletedSuccessfully && !HttpMethods.IsHead(request.Method))
        {
            Send(connection.Transport.Output, body);
        }
    }

    private byte[] Describe(BadHttpRequestException refused, string id)
    {
        var type = refused.StatusCode switch
        {
            StatusCodes.Status405MethodNotAllowed => ProblemTypes.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => ProblemTypes.TooLarge,
            StatusCodes.Status414UriTooLong => ProblemTypes.TargetTooLong,
            StatusCodes.Status431RequestHeaderFieldsTooLarge => ProblemTypes.HeadersTooLarge,
            _ => ProblemTypes.InvalidRequest with { Status = refused.StatusCode },
        };
        var problem = type.With($"The server cannot read the request: {refused.Message.Replace(": ''", "", StringComparison.Ordinal).TrimEnd('.')}. The connection is closed.").ProblemDetails;
        problem.Extensions["correlation_id"] = id;
        return JsonSerializer.SerializeToUtf8Bytes(problem, json.Value.SerializerOptions.GetTypeInfo(problem.GetType()));
    }

    // A peer that does not read has it waiting in the connection: there is nobody to wait for it here.
    private static void Send(PipeWriter connection, byte[] body)
    {
        connection.Write(body);
        _ = connection.FlushAsync().AsTask();
    }
}
