using System.Net;
using System.Net.Security;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;

namespace Webhooks.Tests.Unit.Security;

public sealed partial class GuardedConnectorTests
{
    private const string Public = "8.8.8.8";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1", Public)]
    [InlineData(Public, "127.0.0.1")]
    [InlineData(Public, "2606:4700::1111", "::ffff:127.0.0.1")]
    [InlineData("::1", Public)]
    public async Task Connect_NameWithADeniedAddress_IsRefusedAndNothingIsVisited(params string[] answers)
    {
        await using var target = new Listener();
        var resolver = new ScriptedResolver([.. answers]);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(Handler(resolver), $"http://rebind.test:{target.Port}/"));

        var blocked = Assert.IsType<BlockedAddressException>(exception.InnerException);
        Assert.Equal(("loopback", "rebind.test"), (blocked.Rule, blocked.Host));
        Assert.Equal((AttemptError.DnsFailure, 0), (AttemptErrors.Classify(exception), target.Visits));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    public async Task Connect_LoopbackInAnySpelling_IsRefusedWithoutAVisit(string host)
    {
        await using var target = new Listener();

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(Handler(new DnsHostResolver()), $"http://{host}:{target.Port}/"));

        Assert.Equal((AttemptError.DnsFailure, 0), (AttemptErrors.Classify(exception), target.Visits));
    }

    [Fact]
    public async Task Connect_AnswerChangesAfterTheCheck_GoesToTheVettedAddressOnly()
    {
        await using var vetted = new Listener(IPAddress.Parse("127.0.0.2"));
        await using var secret = new Listener(IPAddress.Parse("127.0.0.3"), vetted.Port);
        var resolver = new ScriptedResolver(["127.0.0.2"], ["127.0.0.3"]);
        var handler = Handler(resolver, "127.0.0.2");

        Assert.Equal(HttpStatusCode.OK, await Post(handler, $"http://rebind.test:{vetted.Port}/", close: true));
        Assert.Equal((1, 1, 0), (resolver.Lookups, vetted.Visits, secret.Visits));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Post(handler, $"http://rebind.test:{vetted.Port}/"));
        Assert.Equal(AttemptError.DnsFailure, AttemptErrors.Classify(exception));
        Assert.Equal((2, 1, 0), (resolver.Lookups, vetted.Visits, secret.Visits));
    }

    private static SecurityOptions Options(params string[] allowed)
    {
        var options = new SecurityOptions();
        Array.ForEach(allowed, options.AllowedNetworks.Add);
        return options;
    }

    private static GuardedConnector Connector(
        IHostResolver resolver, SecurityOptions options, RemoteCertificateValidationCallback? validate = null) =>
        new(options, new AddressGuard(options), resolver, TimeProvider.System, validate);

    private static SocketsHttpHandler Handler(IHostResolver resolver, params string[] allowed) => Handler(resolver, Options(allowed));

    private static SocketsHttpHandler Handler(IHostResolver resolver, SecurityOptions options) => Handler(Connector(resolver, options));

    private static SocketsHttpHandler Handler(GuardedConnector connector) =>
        new() { ConnectCallback = connector.ConnectAsync, UseProxy = false, AllowAutoRedirect = false };

    private static async Task<HttpStatusCode> Post(SocketsHttpHandler handler, string url, AttemptPhases? phases = null, bool close = false)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new AttemptRequest(HttpMethod.Post, new Uri(url), phases ?? new AttemptPhases()) { Content = new StringContent("{}") };
        request.Headers.ConnectionClose = close;
        using var response = await client.SendAsync(request, deadline.Token);
        return response.StatusCode;
    }

    private sealed class ScriptedResolver(params string[][] answers) : IHostResolver
    {
        public int Lookups { get; private set; }

        public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var answer = answers[Math.Min(Lookups++, answers.Length - 1)];
            return [.. answer.Select(IPAddress.Parse)];
        }
    }

    private sealed class HangingResolver : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => new TaskCompletionSource<IPAddress[]>().Task;
    }
}
