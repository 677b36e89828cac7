namespace Webhooks.Testing;

/// <summary>A service in a process of its own, to be killed.</summary>
/// <param name="name">Of its assembly.</param>
/// <param name="settings">With colons; the last of a name wins.</param>
/// <param name="program">Its native program or assembly; null is the assembly of that name beside this program's.</param>
public sealed class ServiceProcess(
    string name, IEnumerable<KeyValuePair<string, string>> settings, string? program = null, RunFolder? folder = null) : ServerProcess(name, folder)
{
    private readonly string _program = program ?? Path.Combine(AppContext.BaseDirectory, name + ".dll");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<KeyValuePair<string, string>> _settings = [.. settings];

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public string EnvironmentName { get; init; } = "Development";

    /// <summary>Where its settings file is looked for; null is the temporary folder, which has none.</summary>
    public string? WorkingDirectory { get; init; }

    protected override string Command => IsAssembly ? "dotnet" : _program;

    protected override IEnumerable<string> Arguments =>
    [
        .. IsAssembly ? [_program] : Array.Empty<string>(), "--urls", Address.OriginalString, "--environment", EnvironmentName,
        .. _settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ];

    protected override ProcessSpec Spec => base.Spec with { WorkingDirectory = WorkingDirectory };

    private bool IsAssembly => _program.EndsWith(".dll", StringComparison.Ordinal);

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
