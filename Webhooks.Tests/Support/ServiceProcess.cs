using Webhooks.Tests.Servers;

namespace Webhooks.Tests.Support;

/// <summary>A service in a process of its own, to be killed.</summary>
/// <param name="program">Its native program; without one the assembly of that name runs.</param>
internal sealed class ServiceProcess(string assembly, IEnumerable<KeyValuePair<string, string>> settings, string? program = null) : ServerProcess(assembly)
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<KeyValuePair<string, string>> _settings = [.. settings];

    public Uri Address => new($"http://127.0.0.1:{Port}");

    protected override string Command => program ?? "dotnet";

    protected override IEnumerable<string> Arguments =>
    [
        .. program is null ? [Path.Combine(AppContext.BaseDirectory, Name + ".dll")] : Array.Empty<string>(), "--urls", Address.OriginalString, "--environment", "Development",
        .. _settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ];

    public async Task<bool> IsReadyAsync() => await AnswersAsync("/health");

    protected override Task<bool> AnswersAsync() => AnswersAsync("/alive");

    private async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Address, path));
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
