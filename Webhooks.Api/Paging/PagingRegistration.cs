using Microsoft.Extensions.Options;
using Webhooks.Core.Security;

namespace Webhooks.Api.Paging;

internal static class PagingRegistration
{
    public static void AddPaging(this IServiceCollection services)
    {
        services.AddOptions<PagingOptions>().Configure<IOptions<SecurityOptions>>(PagingOptions.Derive);
        services.AddSection(PagingOptions.Section, new PagingOptionsValidator());
        services.AddSingleton<PageTokens>();
    }
}
