namespace Microsoft.Extensions.ServiceDiscovery;

internal sealed class ResolvingHttpHandler(ServiceEndpointResolver resolver) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var requested = request.RequestUri;
        if (requested is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        request.RequestUri = resolver.Next(requested);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // A retry outside this handler resolves again, and so moves on to the next endpoint.
            request.RequestUri = requested;
        }
    }
}
