using System.Net.Http.Headers;
using System.Text;

namespace Webhooks.Bench.Load;

/// <summary>A tenant that posts the same request over and over from many connections, and never waits as it is told.</summary>
/// <param name="Name">What it floods with.</param>
internal sealed record Flood(string Name, int Connections, string Path, string Body)
{
    /// <summary>Until it is cancelled.</summary>
    public async Task<FloodAnswers> RunAsync(Uri api, string key, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        using var http = new HttpClient { BaseAddress = api };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var each = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                var answers = new FloodAnswers();
                while (!cancellationToken.IsCancellationRequested)
                {
                    var begun = TimeProvider.System.GetTimestamp();
                    var status = await PostAsync(http, body, cancellationToken);
                    answers.Add(status, TimeProvider.System.GetElapsedTime(begun));
                }

                return answers;
            },
            CancellationToken.None)));
        return FloodAnswers.Of(each);
    }

    private async Task<int> PostAsync(HttpClient http, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await http.PostAsync(new Uri(Path, UriKind.Relative), content, cancellationToken);
            return (int)answer.StatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }
}
