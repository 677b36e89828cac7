using System.Net;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Integration.Dashboard;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>The dashboard as it ships, before an API.</summary>
public sealed class DashboardImageTests
{
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Dashboard_AsComposeStartsIt_KeepsASessionOverARestart()
    {
        var compose = await ComposeFile.ReadAsync(
            "compose.yaml",
            ("SESSION_KEY", Convert.ToBase64String(new byte[32])), ("MASTER_KEY", "unused"), ("ADMIN_KEY", "unused"), ("POSTGRES_PASSWORD", "unused"),
            ("NATS_PASSWORD", "unused"), ("GRAFANA_PASSWORD", "unused"));
        await using var api = await ApiHost.StartAsync();
        using var address = api.Client(null);
        var environment = new Dictionary<string, string>(compose.Environment("dashboard"), StringComparer.Ordinal)
        {
            ["services__api__http__0"] = address.BaseAddress!.OriginalString,
        };
        var image = await PublishedImages.GetAsync("dashboard");
        await using var first = new ContainerProcess("dashboard", image, environment);
        await first.StartAsync();

        var form = await SendAsync(first, HttpMethod.Get, "/sign-in");
        var signedIn = await SendAsync(first, HttpMethod.Post, "/sign-in", form.Cookies, ("__RequestVerificationToken", form.Token), ("key", LocalTenants.AdminKey));

        Assert.Equal((HttpStatusCode.Redirect, "/"), (signedIn.Status, signedIn.Location));
        Assert.Equal(0, (await Command.RunAsync("unshare", first.Run(compose.Probe("dashboard")), ProbeTime)).ExitCode);
        await first.StopAsync();
        await using var second = new ContainerProcess("dashboard", image, environment);
        await second.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(second, HttpMethod.Get, "/overview", signedIn.Cookies)).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(second, HttpMethod.Get, "/overview")).Status);
    }

    // With cookies by hand: outside Development they are for https, which ends before the container.
    private static async Task<(HttpStatusCode Status, string? Location, string Token, string Cookies)> SendAsync(
        ContainerProcess dashboard, HttpMethod method, string path, string? cookies = null, params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(method, new Uri(dashboard.Address, path));
        request.Content = fields.Length > 0 ? new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))) : null;
        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        using var response = await http.SendAsync(request);
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [];
        return (
            response.StatusCode, response.Headers.Location?.OriginalString, Browsing.Token(await Shown.OfAsync(response)),
            string.Join("; ", set.Select(static cookie => cookie.Split(';')[0])));
    }
}
