using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>A registry on this machine with one image, whatever the name: as much of the distribution protocol as the SDK asks for.</summary>
internal sealed class ImageRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ImageRegistry(WebApplication app) => _app = app;

    /// <summary>As it begins the name of an image.</summary>
    public string Name => $"localhost:{new Uri(_app.Urls.First()).Port}";

    public static async Task<ImageRegistry> StartAsync(BaseImage image)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        string[] methods = ["GET", "HEAD"];
        app.MapMethods("/v2/", methods, static () => Results.Ok());
        app.MapMethods("/v2/{name}/manifests/{reference}", methods, (HttpContext context) =>
        {
            context.Response.Headers["Docker-Content-Digest"] = BaseImage.Digest(image.Manifest);
            return Results.Bytes(image.Manifest, BaseImage.MediaType);
        });
        app.MapMethods("/v2/{name}/blobs/{digest}", methods, (string digest) =>
            image.Blobs.TryGetValue(digest, out var blob) ? Results.Bytes(blob, "application/octet-stream") : Results.NotFound());
        await app.StartAsync();
        return new ImageRegistry(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
