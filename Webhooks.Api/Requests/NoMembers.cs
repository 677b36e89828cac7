namespace Webhooks.Api.Requests;

/// <summary>The body of a route that takes none: what some clients send all the same, which is <c>{}</c>.</summary>
internal sealed record NoMembers;
