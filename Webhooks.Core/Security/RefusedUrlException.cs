namespace Webhooks.Core.Security;

/// <summary><see cref="UrlRules"/> refuse an endpoint's URL that they allowed when it was created; nothing was sent.</summary>
public sealed class RefusedUrlException(string rule) : Exception($"The URL is refused by the rule '{rule}' of this installation.");
