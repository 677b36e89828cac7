using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>
/// Refuses a request line and headers that are too long, and paths that lead elsewhere. The server's own limits are wider, because it closes the
/// connection of what is beyond them.
/// </summary>
internal static class RequestLimits
{
    private const int MaxTarget = 8 << 10;

    // A path is in every line that is logged of its request.
    private const int MaxPath = 2 << 10;
    private const int MaxHeaders = 100;
    private const int MaxHeaderBytes = 32 << 10;
    private const int ServerFactor = 8;

    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = ServerFactor * MaxTarget;
        limits.MaxRequestHeaderCount = ServerFactor * MaxHeaders;
        limits.MaxRequestHeadersTotalSize = ServerFactor * MaxHeaderBytes;
    }

    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) => app.Use(static next => context =>
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return IsTooLong(target)
            ? ProblemTypes.TargetTooLong.WriteAsync(context, $"The path may have {MaxPath} characters at most, and {MaxTarget} with the query.")
            : DotSegments.AreIn(target)
                ? ProblemTypes.InvalidRequest.WriteAsync(context, "A segment of the path is '.' or '..', which would lead to another route. Send the path of the one that is meant.")
                : HaveTooMuch(context.Request.Headers)
                    ? ProblemTypes.HeadersTooLarge.WriteAsync(context, $"A request may have {MaxHeaders} headers of {MaxHeaderBytes} characters together at most.")
                    : next(context);
    });

    private static bool IsTooLong(string target) => target.Length > MaxPath && (target.Length > MaxTarget || target.AsSpan(0, MaxPath + 1).IndexOf('?') < 0);

    private static bool HaveTooMuch(IHeaderDictionary headers)
    {
        if (headers.Count > MaxHeaders)
        {
            return true;
        }

        var length = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                length += name.Length + (value?.Length ?? 0);
            }
        }

        return length > MaxHeaderBytes;
    }
}
