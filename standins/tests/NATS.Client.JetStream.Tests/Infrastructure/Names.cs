namespace NATS.Client.JetStream.Tests;

internal static class Names
{
    public static string New(string prefix) => $"{prefix}{Guid.NewGuid():N}";
}
