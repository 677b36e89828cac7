namespace Webhooks.Dashboard.Local;

internal static class LocalRegistration
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private const int MaxAnswerBytes = 32 << 20;

    public static void AddLocal(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<ReceiverClient>(static http =>
        {
            http.BaseAddress = new Uri("https+http://receiver");
            http.Timeout = Longest;
            http.MaxResponseContentBufferSize = MaxAnswerBytes;
        });
    }
}
