using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.ServiceDefaults;

/// <summary>The ways in which a NATS server knows its clients, and they it.</summary>
public sealed class NatsAccessTests : IDisposable
{
    private readonly string _folder = RunFolder.Default.Create("nats-access");
    private readonly int _port = FreePort.Next();

    [Theory]
    [InlineData("authorization { user: one, password: two }", "nats://one:two@127.0.0.1", 200)]
    [InlineData("authorization { user: one, password: two }", "nats://one:three@127.0.0.1", 503)]
    [InlineData("authorization { token: secret }", "nats://secret@127.0.0.1", 200)]
    [InlineData("authorization { token: secret }", "nats://127.0.0.1", 503)]
    public async Task Connect_ByTheConnectionString_IsLetInOrNot(string authorization, string url, int health)
    {
        await using var server = await StartServerAsync(authorization);

        Assert.Equal(health, await HealthAsync(("ConnectionStrings:nats", $"{url}:{_port}")));
    }

    [Fact]
    public async Task Connect_ToATlsServer_TakesItsAuthority()
    {
        var (authority, certificate, key) = Certificates();
        await using var server = await StartServerAsync($"tls {{ cert_file: \"{certificate}\", key_file: \"{key}\", ca_file: \"{authority}\", verify: true }}");

        (string, string)[] own = [("Nats:CertificateFile", certificate), ("Nats:KeyFile", key)];
        Assert.Equal(200, await HealthAsync([("ConnectionStrings:nats", $"tls://localhost:{_port}"), ("Nats:CaFile", authority), .. own]));
        Assert.Equal(503, await HealthAsync([("ConnectionStrings:nats", $"tls://localhost:{_port}"), .. own]));
        Assert.Equal(503, await HealthAsync(("ConnectionStrings:nats", $"tls://localhost:{_port}"), ("Nats:CaFile", authority)));
    }

    [Fact]
    public async Task Start_WithFilesThatAreNotThere_SaysWhichAndWhy()
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => HealthAsync(
            ("ConnectionStrings:nats", "nats://127.0.0.1"), ("Nats:CredentialsFile", "/nowhere/user.creds"), ("Nats:KeyFile", "/nowhere/key.pem")));

        Assert.Equal(
            [
                "Nats:CertificateFile and Nats:KeyFile must be given together.", "Nats:CredentialsFile must be a file that exists; there is none at '/nowhere/user.creds'.",
                "Nats:KeyFile must be a file that exists; there is none at '/nowhere/key.pem'.",
            ],
            wrong.Failures.Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The first answer that the connection has had time for.
    private static async Task<int> HealthAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddServiceDefaults();
        builder.AddWebhooksMessaging();
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var (status, answers) = (0, 0);
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await http.GetAsync(new Uri("/health", UriKind.Relative));
                status = (int)response.StatusCode;
                return status == 200 || ++answers == 50;
            },
            "the service has an answer");
        return status;
    }

    private async Task<ConfiguredNats> StartServerAsync(string configuration)
    {
        var file = Path.Combine(_folder, "nats.conf");
        await File.WriteAllTextAsync(file, configuration + "\n");
        var server = new ConfiguredNats(_port, file);
        await server.StartAsync();
        return server;
    }

    private (string Authority, string Certificate, string Key) Certificates()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        own.CertificateExtensions.Add(names.Build());
        using var certificate = own.Create(authority, now.AddHours(-1), now.AddHours(1), [1]);
        return (Write("authority.pem", authority.ExportCertificatePem()), Write("certificate.pem", certificate.ExportCertificatePem()), Write("key.pem", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private sealed class ConfiguredNats(int port, string file) : ServerProcess("nats")
    {
        protected override string Command => "nats-server";

        protected override IEnumerable<string> Arguments => ["-a", "127.0.0.1", "-p", $"{port}", "-c", file];

        // It speaks first.
        protected override Task<bool> AnswersAsync() => Probe.AnswersAsync(port, greeting: default);
    }
}
