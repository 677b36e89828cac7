using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Hosting;

public static class ConnectionStrings
{
    /// <summary>The connection string, or a sentence that it is missing.</summary>
    public static string RequireConnectionString(this IHostApplicationBuilder builder, string name) =>
        builder.Configuration.GetConnectionString(name) is { Length: > 0 } found
            ? found
            : throw new OptionsValidationException(name, typeof(string), [$"ConnectionStrings:{name} is missing."]);
}
