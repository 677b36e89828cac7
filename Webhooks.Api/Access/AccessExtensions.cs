namespace Webhooks.Api.Access;

internal static class AccessExtensions
{
    /// <summary>Marks routes as taking this kind of key; <see cref="ApiKeyMiddleware"/> enforces it.</summary>
    public static T RequireKey<T>(this T builder, KeyRequirement requirement)
        where T : IEndpointConventionBuilder => builder.WithMetadata(requirement);
}
