using System.Diagnostics;
using Webhooks.Tests.Support;
using Webhooks.Tests.Unit.Docs;

namespace Webhooks.Tests.Integration.Receiver;

/// <summary>The demos' scripts, as a reader runs them.</summary>
[Trait("Category", "Delivery")]
public sealed class DemoTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("failure-demo.sh", "--failure", "4xx")]
    [InlineData("failure-demo.sh", "--failure", "5xx")]
    [InlineData("failure-demo.sh", "--failure", "timeout")]
    [InlineData("failure-demo.sh", "--failure", "invalid_url")]
    [InlineData("dlq-demo.sh")]
    public async Task Run_AllIsUp_Passes(string script, params string[] arguments)
    {
        var stack = await DeliveryStack.GetAsync();
        await using var receiver = await ReceiverProcess.StartAsync("--ConnectionStrings:webhooksdb", stack.ConnectionString);
        using var demo = await StartAsync(stack, receiver, script, arguments);

        var told = await demo.StandardOutput.ReadToEndAsync().WaitAsync(Longest);

        await demo.WaitForExitAsync().WaitAsync(Longest);
        Assert.True(demo.ExitCode == 0, $"{told}\n{await demo.StandardError.ReadToEndAsync()}");
    }

    [Theory]
    [InlineData("failure-demo.sh", "--failure", "4xx")]
    [InlineData("failure-demo.sh", "--failure", "invalid_url")]
    [InlineData("dlq-demo.sh")]
    public async Task Run_ReceiverStopsInTheMiddle_EndsWithOne(string script, params string[] arguments)
    {
        var stack = await DeliveryStack.GetAsync();
        var receiver = await ReceiverProcess.StartAsync("--ConnectionStrings:webhooksdb", stack.ConnectionString);
        Process demo;
        await using (receiver)
        {
            demo = await StartAsync(stack, receiver, script, arguments);
            while (await demo.StandardOutput.ReadLineAsync().WaitAsync(Longest) is { } line && !line.StartsWith("2.", StringComparison.Ordinal))
            {
                // Until the second step.
            }
        }

        using var ended = demo;
        _ = await demo.StandardOutput.ReadToEndAsync().WaitAsync(Longest);
        await demo.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(1, demo.ExitCode);
    }

    private static async Task<Process> StartAsync(DeliveryStack stack, ReceiverProcess receiver, string script, string[] arguments)
    {
        var tenant = await stack.AddEndpointAsync();
        return Process.Start(new ProcessStartInfo("bash", [DocsFolder.PathOf(script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["API_URL"] = stack.Api.AbsoluteUri.TrimEnd('/'),
                ["RECEIVER_URL"] = receiver.Client.BaseAddress!.AbsoluteUri.TrimEnd('/'),
                ["TENANT"] = tenant.TenantId,
                ["API_KEY"] = tenant.ApiKey,
            },
        })!;
    }
}
