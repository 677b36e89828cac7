using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Packages;

/// <summary>A sample that was built, in a process of its own.</summary>
/// <param name="program">Its dll.</param>
/// <param name="probe">A route that answers once it serves.</param>
internal sealed class SampleProcess(string program, string probe, params (string Key, string Value)[] settings) : ServerProcess(Path.GetFileNameWithoutExtension(program))
{
    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    public Uri Address => new($"http://127.0.0.1:{Port}");

    protected override string Command => "dotnet";

    protected override IEnumerable<string> Arguments => [program, "--urls", Address.OriginalString, .. settings.Select(static setting => $"--{setting.Key}={setting.Value}")];

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(Address, probe));
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
