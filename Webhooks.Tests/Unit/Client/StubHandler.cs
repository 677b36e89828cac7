using System.Net;

namespace Webhooks.Tests.Unit.Client;

/// <summary>Answers every request the same way and keeps what was asked.</summary>
internal sealed class StubHandler(HttpStatusCode status, string body, string mediaType = "application/json", params (string Name, string Value)[] headers)
    : HttpMessageHandler
{
    public List<(string Method, Uri Address, string? Authorization)> Requests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method.Method, request.RequestUri!, request.Headers.Authorization?.ToString()));
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return Task.FromResult(response);
    }
}
