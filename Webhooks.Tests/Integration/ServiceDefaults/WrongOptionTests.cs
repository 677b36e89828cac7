using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.ServiceDefaults;

/// <summary>What an operator sees who gives a service a wrong option: sentences, and nothing else.</summary>
public sealed class WrongOptionTests
{
    private static readonly string[] Servers =
    [
        "--ConnectionStrings:webhooksdb=Host=127.0.0.1;Port=1", "--ConnectionStrings:nats=nats://127.0.0.1:1", "--ConnectionStrings:redis=127.0.0.1:1",
    ];

    public static TheoryData<string, string[], string[]> Wrong => new()
    {
        { "Webhooks.Api", ["--Ingest:Writers=0"], ["Ingest:Writers must be between 1 and 16."] },
        { "Webhooks.Api", ["--Events:MaxBulkEvents=0", "--Retention:EventDays=0"], ["Events:MaxBulkEvents must be", "Retention:EventDays must be"] },
        { "Webhooks.Api", ["--Ingest:Writers=many"], ["Failed to convert configuration value 'many' at 'Ingest:Writers'"] },
        { "Webhooks.Api", ["--ConnectionStrings:nats="], ["ConnectionStrings:nats is missing."] },
        { "Webhooks.Api", ["--Prometheus:MaxSeriesPerInstrument=0"], ["Prometheus:MaxSeriesPerInstrument must be"] },
        { "Webhooks.Api", ["--environment=Production"], ["Security:MasterKeys must hold at least one key"] },
        { "Webhooks.Worker", ["--environment=Production"], ["Security:MasterKeys must hold at least one key"] },
        { "Webhooks.Worker", ["--Worker:MaxHeld=1"], ["Worker:MaxHeld must be between 16 and 100000."] },
        { "Webhooks.Worker", ["--Circuit:BreakDuration=00:20:00"], ["Circuit:MaxBreakDuration must be"] },
        { "Webhooks.Worker", ["--Messaging:Prefix=A.B"], ["Messaging:Prefix must be"] },
        { "Webhooks.Worker", ["--Retries:Policies:default:MaxAttempts=51"], ["Retries:Policies:default:MaxAttempts must be from 1 to 50; it is 51."] },
        { "Webhooks.Worker", ["--Worker:AttemptTimeout=long"], ["Failed to convert configuration value 'long' at 'Worker:AttemptTimeout'"] },
        { "Webhooks.Worker", ["--Worker:MaxHled=100"], ["Worker:MaxHled is no option. Worker has Prefetch, MaxHeld, "] },
        { "Webhooks.Receiver", ["--failure-rate", "101"], ["--failure-rate must be a number from 0 to 100."] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Start_WrongOption_SaysASentenceForEachAndEndsWithTwo(string service, string[] options, string[] sentences)
    {
        var (code, output, errors) = await ServiceRun.ToItsEndAsync(service, [.. service is "Webhooks.Receiver" ? [] : Servers, .. options]);

        Assert.Equal((2, ""), (code, output));
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(sentences.Length, lines.Length);
        Assert.All(sentences, sentence => Assert.Contains(lines, line => line.StartsWith(sentence, StringComparison.Ordinal)));
    }
}
