using System.Diagnostics.CodeAnalysis;

namespace Webhooks.Core.Security;

/// <summary>
/// The answer for one URL: either <see cref="Url"/> in canonical form, or the rule that refuses it and a sentence for the caller.
/// </summary>
public sealed record UrlVerdict
{
    private UrlVerdict(Uri? url, string? rule, string? reason) => (Url, Rule, Reason) = (url, rule, reason);

    [MemberNotNullWhen(true, nameof(Url))]
    [MemberNotNullWhen(false, nameof(Rule), nameof(Reason))]
    public bool IsAllowed => Rule is null;

    public Uri? Url { get; }

    public string? Rule { get; }

    public string? Reason { get; }

    internal static UrlVerdict Allow(Uri url) => new(url, null, null);

    internal static UrlVerdict Refuse(string rule, string reason) => new(null, rule, reason);
}
