using System.Diagnostics;
using Webhooks.Testing;
using Webhooks.Tests.Support;
using Webhooks.Tests.Unit.Docs;

namespace Webhooks.Tests.Integration.Receiver;

/// <summary>The demos' scripts, as a reader runs them.</summary>
[Trait("Category", "Delivery")]
public sealed class DemoTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    // A retry is some way off, so that the demo sees its delivery wait for it.
    private static readonly Lazy<Task<DeliveryStack>> Stack = new(() => DeliveryStack.StartAsync(
        ("Retries:Policies:fast:InitialDelay", "00:00:05"), ("Retries:Policies:fast:MaxDelay", "00:00:05")));

    [Theory]
    [InlineData("failure-demo.sh", "--failure", "4xx")]
    [InlineData("failure-demo.sh", "--failure", "5xx")]
    [InlineData("failure-demo.sh", "--failure", "timeout")]
    [InlineData("failure-demo.sh", "--failure", "invalid_url")]
    [InlineData("dlq-demo.sh")]
    public async Task Run_AllIsUp_Passes(string script, params string[] arguments)
    {
        var stack = await Stack.Value;
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
        var stack = await Stack.Value;
        var receiver = await ReceiverProcess.StartAsync("--ConnectionStrings:webhooksdb", stack.ConnectionString);
        Process demo;
        await using (receiver)
        {
            demo = await StartAsync(stack, receiver, script, arguments, PauseAtTheSecondStep());
            while (await demo.StandardOutput.ReadLineAsync().WaitAsync(Longest) is { } line && !line.StartsWith("2.", StringComparison.Ordinal))
            {
                // Until the second step.
            }
        }

        using var ended = demo;
        await demo.StandardInput.WriteLineAsync();
        _ = await demo.StandardOutput.ReadToEndAsync().WaitAsync(Longest);
        await demo.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(1, demo.ExitCode);
    }

    private static async Task<Process> StartAsync(DeliveryStack stack, ReceiverProcess receiver, string script, string[] arguments, string? before = null)
    {
        var tenant = await stack.AddEndpointAsync();
        return Process.Start(new ProcessStartInfo("bash", [DocsFolder.PathOf(script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["API_URL"] = stack.Api.AbsoluteUri.TrimEnd('/'),
                ["RECEIVER_URL"] = receiver.Client.BaseAddress!.AbsoluteUri.TrimEnd('/'),
                ["TENANT"] = tenant.TenantId,
                ["API_KEY"] = tenant.ApiKey,

                ["DEADLINE"] = before is null ? "60" : "5",
                ["BASH_ENV"] = before,
            },
        })!;
    }

    /// <summary>What the demo's shell reads first: its second step waits for a line.</summary>
    private static string PauseAtTheSecondStep()
    {
        var file = Path.Combine(RunFolder.Default.Path, "pause.sh");
        File.WriteAllText(file, """printf() { builtin printf "$@"; if [[ ${2:-} == 2.* ]]; then read -r; fi; }""");
        return file;
    }
}
