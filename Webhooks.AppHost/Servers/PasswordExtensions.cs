namespace Webhooks.AppHost.Servers;

internal static class PasswordExtensions
{
    /// <summary>The secret parameter <c>{server}-password</c>: generated once, kept in the AppHost's user secrets.</summary>
    public static IResourceBuilder<ParameterResource> AddServerPassword(this IDistributedApplicationBuilder builder, string server) =>
        builder.AddParameter(
            $"{server}-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);
}
