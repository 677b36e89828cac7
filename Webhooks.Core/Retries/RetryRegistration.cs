using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Webhooks.Core.Retries;

public static class RetryRegistration
{
    /// <summary>
    /// <see cref="RetryPolicies"/>, validated at start. Binding the section is the service's part:
    /// <c>services.AddRetryPolicies().BindConfiguration(RetryOptions.Section)</c>.
    /// </summary>
    public static OptionsBuilder<RetryOptions> AddRetryPolicies(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetryOptions>, RetryOptionsValidator>());
        services.TryAddSingleton(provider => new RetryPolicies(provider.GetRequiredService<IOptions<RetryOptions>>().Value));
        return services.AddOptions<RetryOptions>().ValidateOnStart();
    }
}
