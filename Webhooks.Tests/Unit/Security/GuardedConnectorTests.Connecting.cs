using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Unit.Security;

// How a connection comes about, in which time, and what it is called when it does not.
public sealed partial class GuardedConnectorTests
{
    [Fact]
    public async Task Connect_FirstAddressRefuses_TakesTheNext()
    {
        await using var target = new Listener(IPAddress.Parse("127.0.0.2"));
        var phases = new AttemptPhases();
        await using var stalls = new StallWatch();

        var status = await Post(Handler(new ScriptedResolver(["127.0.0.9", "127.0.0.2"]), "127.0.0.0/8"), $"http://two.test:{target.Port}/", phases: phases);

        Assert.Equal((HttpStatusCode.OK, 1), (status, target.Visits));
        Assert.True(phases is { DnsMs: > 0, ConnectMs: > 0, TlsMs: 0 }, $"{phases.DnsMs} {phases.ConnectMs} {phases.TlsMs}");
    }

    [Fact]
    public async Task Connect_FirstAddressIsSilent_TakesTheNextSoon()
    {
        await using var target = new Listener(IPAddress.Parse("127.0.0.2"));
        using var silent = SilentAt(new IPEndPoint(IPAddress.Parse("127.0.0.9"), target.Port), out var fillers);
        var phases = new AttemptPhases();
        await using var stalls = new StallWatch();

        var status = await Post(Handler(new ScriptedResolver(["127.0.0.9", "127.0.0.2"]), "127.0.0.0/8"), $"http://two.test:{target.Port}/", phases: phases);

        Assert.Equal((HttpStatusCode.OK, 1), (status, target.Visits));
        Assert.InRange(phases.ConnectMs, 200, 3_000 + stalls.Lost.TotalMilliseconds);
        fillers.ForEach(filler => filler.Dispose());
    }

    [Fact]
    public async Task Connect_AttemptIsOver_EndsWithIt()
    {
        using var silent = SilentAt(new IPEndPoint(IPAddress.Loopback, 0), out var fillers);
        await using var stalls = new StallWatch();
        using var attempt = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<Exception>(() => Post(
            Handler(new DnsHostResolver(), "127.0.0.0/8"), $"http://{silent.LocalEndPoint}/", phases: new AttemptPhases { Attempt = attempt.Token }));

        Assert.InRange(stalls.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        fillers.ForEach(filler => filler.Dispose());
    }

    [Fact]
    public async Task Connect_EveryAddressRefuses_ReportsARefusal()
    {
        await using var target = new Listener(IPAddress.Parse("127.0.0.2"));
        var handler = Handler(new ScriptedResolver(["127.0.0.8", "127.0.0.9"]), "127.0.0.0/8");

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(handler, $"http://dead.test:{target.Port}/"));

        Assert.Equal(AttemptError.ConnectionRefused, AttemptErrors.Classify(exception));
    }

    [Fact]
    public async Task Connect_NameServerHangs_TimesOutWithinTheBudget()
    {
        var options = Options("127.0.0.0/8");
        options.ConnectTimeout = TimeSpan.FromMilliseconds(50);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(Handler(new HangingResolver(), options), "http://slow.test:1/"))
            .WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(AttemptError.Timeout, AttemptErrors.Classify(exception));
    }

    [Fact]
    public async Task Connect_NoAddress_IsADnsFailure()
    {
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(Handler(new ScriptedResolver([[]])), "http://nothing.test:1/"));

        Assert.Equal(AttemptError.DnsFailure, AttemptErrors.Classify(exception));
    }

    [Fact]
    public async Task Connect_Https_MeasuresTlsAndChecksTheName()
    {
        await using var target = new Listener(IPAddress.Loopback, certificateName: "secure.test");
        var connector = Connector(
            new ScriptedResolver(["127.0.0.1"]), Options("127.0.0.0/8"), (_, _, _, errors) => errors == SslPolicyErrors.RemoteCertificateChainErrors);
        var phases = new AttemptPhases();

        var status = await Post(Handler(connector), $"https://secure.test:{target.Port}/", phases: phases);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(phases.TlsMs > 0);
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(Handler(connector), $"https://other.test:{target.Port}/"));
        Assert.Equal(AttemptError.TlsFailure, AttemptErrors.Classify(exception));
    }

    [Fact]
    public async Task Connect_UntrustedCertificate_IsATlsFailure()
    {
        await using var target = new Listener(IPAddress.Loopback, certificateName: "secure.test");
        var handler = Handler(new ScriptedResolver(["127.0.0.1"]), "127.0.0.0/8");

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(handler, $"https://secure.test:{target.Port}/"));

        Assert.Equal(AttemptError.TlsFailure, AttemptErrors.Classify(exception));
    }

    /// <summary>A listener with a full backlog: the kernel answers no further connect.</summary>
    private static Socket SilentAt(IPEndPoint endpoint, out List<Socket> fillers)
    {
        var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(endpoint);
        silent.Listen(0);
        fillers = [];
        for (var i = 0; i < 4; i++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            fillers.Add(filler);
            _ = filler.ConnectAsync(silent.LocalEndPoint!);
        }

        return silent;
    }
}
