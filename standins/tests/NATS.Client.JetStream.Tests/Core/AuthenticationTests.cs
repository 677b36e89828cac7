using NATS.Client.Core;

namespace NATS.Client.JetStream.Tests;

public sealed class AuthenticationTests
{
    private const string Awkward = "p@ss:w/o%rd#?ü";

    [Theory]
    [InlineData("nats", "secret")]
    [InlineData("us er", Awkward)]
    public async Task ConnectAsync_UserAndPasswordInUrl_Connects(string user, string password)
    {
        await using var server = new Scoped("--user", user, "--pass", password);
        await server.StartAsync();
        await using var nats = server.Connect($"{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}");
        await nats.ConnectAsync();
        Assert.Equal(NatsConnectionState.Open, nats.ConnectionState);
        Assert.True(nats.ServerInfo!.AuthRequired);
    }

    [Fact]
    public async Task ConnectAsync_TokenInUrl_Connects()
    {
        await using var server = new Scoped("--auth", Awkward);
        await server.StartAsync();
        await using var nats = server.Connect(Uri.EscapeDataString(Awkward));
        await nats.PingAsync();
    }

    [Fact]
    public async Task ConnectAsync_AuthOpts_WinOverUrl()
    {
        await using var server = new Scoped("--user", "a", "--pass", "b");
        await server.StartAsync();
        await using var nats = server.Connect(
            "wrong:wrong", opts => opts with { AuthOpts = new NatsAuthOpts { Username = "a", Password = "b" } });
        await nats.PingAsync();
    }

    [Fact]
    public async Task ConnectAsync_WrongPassword_Throws()
    {
        await using var server = new Scoped("--user", "a", "--pass", "b");
        await server.StartAsync();
        await using var nats = server.Connect("a:wrong");
        var error = await Assert.ThrowsAnyAsync<NatsException>(async () => await nats.ConnectAsync());
        Assert.DoesNotContain("wrong", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class Scoped(params string[] arguments) : IAsyncDisposable
    {
        private readonly NatsServer _server = new() { Arguments = arguments };

        public Task StartAsync() => _server.InitializeAsync();

        public NatsConnection Connect(string userInfo, Func<NatsOpts, NatsOpts>? configure = null) =>
            _server.Connect(opts => (configure ?? (same => same))(opts with { Url = $"nats://{userInfo}@127.0.0.1:{_server.Port}" }));

        public async ValueTask DisposeAsync() => await _server.DisposeAsync();
    }
}
