using System.Reflection;
using Microsoft.AspNetCore.Http;
using Webhooks.ServiceDefaults.Problems;
using KestrelServer = Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServer;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed class ServerReasonTests
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Static;

    [Fact]
    public void Explain_EveryReasonOfTheServer_HasACure()
    {
        var server = typeof(KestrelServer).Assembly;
        var reasons = server.GetType("Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.RequestRejectionReason", throwOnError: true)!;
        var make = server.GetType("Microsoft.AspNetCore.Server.Kestrel.Core.KestrelBadHttpRequestException", throwOnError: true)!;
        var told = (from reason in Enum.GetValues(reasons).Cast<object>()
                    from refused in new[] { Make(make, [reasons], [reason]), Make(make, [reasons, typeof(string)], [reason, "detail"]) }
                    where refused.Message != "Bad request."
                    select refused).ToList();

        Assert.True(told.Count > 20, $"There are {told.Count}.");
        Assert.All(told, static refused => Assert.Matches("^[^.].*[.'] [A-Z].*\\.$", ServerReasons.Explain(refused)));
    }

    [Theory]
    [InlineData("Invalid request header: 'No colon'", "Invalid request header: 'No colon'. A header is a line of a name")]
    [InlineData("Invalid request target: ''", "Invalid request target. It is a path that begins with '/'")]
    [InlineData("Bad chunk size data.", "A chunk of the body does not begin with its length. Begin each with")]
    [InlineData("POST request contains no Content-Length header.", "HTTP/1.0 cannot tell where the body ends. Send Content-Length")]
    [InlineData("What it may say one day.", "What it may say one day.")]
    public void Explain_AReason_KeepsThePlaceThatTheServerShows(string words, string sentence) =>
        Assert.StartsWith(sentence, ServerReasons.Explain(new BadHttpRequestException(words)), StringComparison.Ordinal);

    private static BadHttpRequestException Make(Type maker, Type[] parameters, object[] arguments) =>
        (BadHttpRequestException)maker.GetMethod("GetException", Hidden, parameters)!.Invoke(null, arguments)!;
}
