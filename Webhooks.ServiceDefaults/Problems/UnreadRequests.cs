using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Webhooks.ServiceDefaults.Problems;

/// <summary>
/// Gives a problem to read to what the server refuses before there is a request to handle: a request line, a header or a target that HTTP does not
/// allow. The server tells of each as a diagnostic event, and makes an answer without a body where nobody has begun one by then. Of a request that is
/// refused so early it has no writer for a body: head and body go to the connection one after the other.
/// </summary>
/// <param name="diagnostics">Null in a host without a web server.</param>
internal sealed class UnreadRequests(DiagnosticListener? diagnostics = null) : IHostedService, IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = diagnostics?.Subscribe(this, static name => name == BadRequest);
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

    private static void Answer(IFeatureCollection features, BadHttpRequestException refused)
    {
        var (request, response) = (features.GetRequiredFeature<IHttpRequestFeature>(), features.GetRequiredFeature<IHttpResponseFeature>());

        // A stream of HTTP/2 shares its connection with others.
        if (response.HasStarted || request.Protocol is not ("" or "HTTP/1.0" or "HTTP/1.1") || features.Get<IConnectionTransportFeature>() is not { } connection)
        {
            return;
        }

        var id = CorrelationId.Offered(request.Headers) ?? ActivityTraceId.CreateRandom().ToHexString();
        var type = TypeOf(ServerReasons.StatusOf(refused));
        var body = type.Describe($"The server cannot read the request: {ServerReasons.Explain(refused)} The connection is closed.", id);
        response.StatusCode = type.Status;
        ProblemType.SetHeaders(response.Headers, body);
        response.Headers[CorrelationId.Header] = id;
        response.Headers.Connection = "close";
        if (type.Status == StatusCodes.Status405MethodNotAllowed)
        {
            response.Headers.Allow = RequestProblems.Methods;
        }

        if (features.GetRequiredFeature<IHttpResponseBodyFeature>().StartAsync().IsCompletedSuccessfully && !HttpMethods.IsHead(request.Method))
        {
            Send(connection.Transport.Output, body);
        }
    }

    private static ProblemType TypeOf(int status) => status switch
    {
        StatusCodes.Status405MethodNotAllowed => RequestProblems.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => RequestProblems.TooLarge,
        StatusCodes.Status414UriTooLong => RequestProblems.TargetTooLong,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => RequestProblems.HeadersTooLarge,
        _ => RequestProblems.InvalidRequest with { Status = status },
    };

    // A peer that does not read has it waiting in the connection: there is nobody to wait for it here.
    private static void Send(PipeWriter connection, byte[] body)
    {
        connection.Write(body);
        _ = connection.FlushAsync().AsTask();
    }
}
