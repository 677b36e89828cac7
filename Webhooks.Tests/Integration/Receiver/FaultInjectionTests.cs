using System.Diagnostics;
using System.Net;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Receiver;

public sealed class FaultInjectionTests
{
    [Fact]
    public async Task ResponseCode_WithoutRate_AnswersEveryWebhook()
    {
        await using var receiver = await ReceiverProcess.StartAsync("--response-code", "503");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await receiver.StatusOfSignedAsync());
        var received = await receiver.GetJsonAsync("/received");
        Assert.Equal(503, received.GetProperty("received")[0].GetProperty("status_code").GetInt32());
    }

    [Theory]
    [InlineData("/acme/webhook")]
    [InlineData("/nobody/webhook")]
    [InlineData("/webhook")]
    public async Task FailureRate_All_ActsBeforeAnyVerification(string path)
    {
        await using var receiver = await ReceiverProcess.StartAsync("--failure-rate", "100");

        using var response = await receiver.Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent("{}"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task Query_InDevelopment_AsksForAFault()
    {
        await using var receiver = await ReceiverProcess.StartAsync();
        foreach (var (query, status) in new[] { ("response-code=418", 418), ("response-code=4180", 400), ("delay=0.2", 401), ("failure-rate=0", 401) })
        {
            using var response = await receiver.Client.PostAsync(new Uri("/acme/webhook?" + query, UriKind.Relative), new StringContent("{}"));

            Assert.Equal((query, status), (query, (int)response.StatusCode));
        }
    }

    [Fact]
    public async Task FailureRate_HalfOfThem_FailsSomeAndAcceptsSome()
    {
        await using var receiver = await ReceiverProcess.StartAsync("--failure-rate", "50");
        var statuses = new List<HttpStatusCode>();

        for (var i = 0; i < 100; i++)
        {
            statuses.Add(await receiver.StatusOfSignedAsync());
        }

        // Missing either by chance has a probability of 2^-99.
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.InternalServerError], statuses.Distinct().Order());
    }

    [Fact]
    public async Task Delay_HalfASecond_IsWaited()
    {
        await using var receiver = await ReceiverProcess.StartAsync("--delay", "0.5");

        var start = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.OK, await receiver.StatusOfSignedAsync());

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("--failure-rate", "101")]
    [InlineData("--delay", "soon")]
    [InlineData("--response-code", "42")]
    public async Task Switches_OutOfRange_EndTheReceiverWithAReason(string name, string value)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Webhooks.Receiver.dll"), "--port", $"{FreePort.Next()}", name, value])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(name, error, StringComparison.Ordinal);
    }
}
