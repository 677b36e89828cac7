using System.Diagnostics;
using System.Globalization;
using Webhooks.Testing;
using Xunit.Abstractions;

namespace Webhooks.Tests.Integration.Scale;

[Collection(MillionEventsUsers.Name)]
public sealed class ExportTests(MillionEvents data, ITestOutputHelper output)
{
    private const double MostGrowthMebibytes = 50;

    [Fact]
    public async Task Export_OfAMillion_StreamsThemAllWithoutGrowing()
    {
        await ReadAsync("globex", "csv");
        var before = Memory();

        var (lines, bytes, peak, seconds) = await ReadAsync("acme", "ndjson");

        output.WriteLine($"{lines:N0} events, {bytes / 1e6:F0} MB in {seconds:F1} s; the API grew from {before:F0} to {peak:F0} MiB at the most");
        Assert.Equal(MillionEvents.OfAcme, lines);
        Assert.True(peak - before < MostGrowthMebibytes, $"The API grew from {before:F0} to {peak:F0} MiB.");
    }

    [Theory]
    [InlineData("status=DELIVERED", 1_200)]
    [InlineData("status=FAILED&event_type=user.updated", 0)]
    public async Task Export_Filtered_HasEveryEventThatMatches(string filter, int expected)
    {
        var (lines, _, _, _) = await ReadAsync("globex", "csv&" + filter);

        Assert.Equal(expected == 0 ? 18_000 : expected, lines - 1);
    }

    [Fact]
    public async Task Export_CallerGoes_ReadsNoFurther()
    {
        var rows = 0.0;
        await ReadOnAsync(async () =>
        {
            using var response = await data.Client("acme").GetAsync("/v1/events/export?format=csv", HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[100_000]);
        });

        await Eventually.TrueAsync(async () => await ReadOnAsync(() => Task.CompletedTask) == 0, TimeSpan.FromMinutes(2), () => "it reads no further");
        output.WriteLine($"{rows:N0} rows");
        Assert.InRange(rows, 1, MillionEvents.OfAcme / 4);

        async Task<double> ReadOnAsync(Func<Task> action)
        {
            var read = (await data.Plans.OfAsync(action)).Sum(scan => scan.Rows);
            rows += read;
            return read;
        }
    }

    private async Task<(int Lines, long Bytes, double PeakMebibytes, double Seconds)> ReadAsync(string tenant, string query)
    {
        using var response = await data.Client(tenant).GetAsync($"/v1/events/export?format={query}", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 20];
        var (lines, bytes, peak) = (0, 0L, Memory());
        var watch = Stopwatch.StartNew();
        var sampled = TimeSpan.Zero;
        for (var read = await body.ReadAsync(buffer); read > 0; read = await body.ReadAsync(buffer))
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            bytes += read;
            if (watch.Elapsed - sampled > TimeSpan.FromMilliseconds(100))
            {
                (sampled, peak) = (watch.Elapsed, Math.Max(peak, Memory()));
            }
        }

        return (lines, bytes, Math.Max(peak, Memory()), watch.Elapsed.TotalSeconds);
    }

    private double Memory()
    {
        var line = File.ReadLines($"/proc/{data.ApiProcessId}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line["VmRSS:".Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
    }
}
