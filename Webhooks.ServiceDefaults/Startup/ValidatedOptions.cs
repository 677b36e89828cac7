using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Webhooks.ServiceDefaults.Startup;

namespace Microsoft.Extensions.DependencyInjection;

public static class ValidatedOptions
{
    /// <summary>Holds a section to the rules of a generated validator, at start; what it says names the options by their keys.</summary>
    public static OptionsBuilder<TOptions> ValidateSection<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this OptionsBuilder<TOptions> options, string section, IValidateOptions<TOptions> rules)
        where TOptions : class
    {
        options.Services.AddSingleton<IValidateOptions<TOptions>>(new SectionValidator<TOptions>(section, rules));
        return options.ValidateOnStart();
    }
}
