namespace Webhooks.AppHost;

internal static class MasterKeyExtensions
{
    /// <summary>
    /// The key that endpoint secrets are encrypted with (Security:MasterKeys). 43 letters and digits with one padding
    /// sign are the base64 of 32 bytes.
    /// </summary>
    public static IResourceBuilder<T> WithMasterKey<T>(this IResourceBuilder<T> service, IResourceBuilder<ParameterResource> key)
        where T : IResourceWithEnvironment =>
        service
            .WithEnvironment("Security__MasterKeys__0__Id", "local")
            .WithEnvironment("Security__MasterKeys__0__Key", ReferenceExpression.Create($"{key}="));
}
