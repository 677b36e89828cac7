using System.Text.RegularExpressions;
using Webhooks.Testing;
using Webhooks.Tests.Unit.Docs;

namespace Webhooks.Tests.Integration.OfficialLibraries;

/// <summary>One of the Node programs of docs/integration-guide.md, as it stands there.</summary>
internal sealed partial class GuideProgram(string file) : ServerProcess("guide")
{
    private const int Count = 3;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public Uri Url => new($"http://127.0.0.1:{Port}/hooks");

    public string Secret { get; set; } = "";

    protected override string Command => "env";

    protected override IEnumerable<string> Arguments => [$"PORT={Port}", $"WEBHOOK_SECRETS={Secret}", "node", file];

    /// <param name="number">Of the program in the guide, from 0.</param>
    public static async Task<GuideProgram> WriteAsync(int number)
    {
        var programs = Program().Matches(DocsFolder.Read("integration-guide.md"));
        Assert.Equal(Count, programs.Count);
        var file = Path.Combine(await OfficialLibrariesRunner.InstalledAsync(), $"guide-{Guid.NewGuid():N}.mjs");
        await File.WriteAllTextAsync(file, programs[number].Groups["code"].Value);
        return new GuideProgram(file);
    }

    public async Task<int> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            return await PostAsync("") == 401;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    [GeneratedRegex("^```js\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Program();
}
