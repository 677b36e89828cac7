using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Webhooks.ServiceDefaults.Health;

/// <summary>
/// <c>--probe /health</c> asks the service that listens beside it and ends with 0 when it is well, with 1 when not: an image without a shell
/// has no other program that could.
/// </summary>
internal static class HealthProbe
{
    private const string Option = "--probe";
    private const int DefaultPort = 8080;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    // Of the command line only: a variable of this name in the environment must not end a service.
    public static void EndWhereAsked(IConfiguration configuration)
    {
        var arguments = Environment.GetCommandLineArgs();
        if (Array.IndexOf(arguments, Option) is > 0 and var at && at + 1 < arguments.Length)
        {
            Environment.Exit(IsWell(new Uri(Address(configuration), arguments[at + 1])) ? 0 : 1);
        }
    }

    /// <summary>Where the service listens, seen from beside it: the first of its addresses.</summary>
    public static Uri Address(IConfiguration configuration)
    {
        if (First(configuration["urls"]) is { } url)
        {
            var address = BindingAddress.Parse(url);
            var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? IPAddress.Loopback.ToString() : address.Host;
            return new Uri($"{address.Scheme}://{host}:{address.Port}");
        }

        return new Uri($"http://{IPAddress.Loopback}:{First(configuration["http_ports"]) ?? $"{DefaultPort}"}");
    }

    private static bool IsWell(Uri url)
    {
        try
        {
            using var http = new HttpClient { Timeout = Timeout };
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = http.Send(request);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string? First(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first : null;
}
