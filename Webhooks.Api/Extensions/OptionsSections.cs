using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

internal static class OptionsSections
{
    public static void AddSection<TOptions>(this IServiceCollection services, string section, IValidateOptions<TOptions> rules)
        where TOptions : class, new() => services.AddOptions<TOptions>().BindConfiguration(section).ValidateSection(section, rules);
}
