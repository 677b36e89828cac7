using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Webhooks.Core.Security;

namespace Webhooks.Tests.Unit.Security;

public sealed class SecurityOptionsValidatorTests
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Theory]
    [InlineData("AllowedNetworks:0", "127.0.0.1/8", "Security:AllowedNetworks:0 must be an address or a network")]
    [InlineData("AllowedNetworks:0", "home", "it is 'home'")]
    [InlineData("UrlAllowList", "(", "Security:UrlAllowList is not a regular expression")]
    [InlineData("UrlMatchTimeout", "1", "Security:UrlMatchTimeout must be above zero and at most 00:00:10")]
    [InlineData("ConnectTimeout", "00:00:00", "Security:ConnectTimeout must be above zero")]
    [InlineData("MasterKeys:0:Key", "c2hvcnQ=", "Security:MasterKeys:0:Key must be 32 bytes in base64")]
    [InlineData("MasterKeys:0:Key", "%", "Security:MasterKeys:0:Key must be 32 bytes in base64")]
    [InlineData("MasterKeys:0:Id", "", "Security:MasterKeys:0:Id must be 1 to 32 of")]
    [InlineData("MasterKeys:1:Id", "k1", "Security:MasterKeys:1:Id 'k1' is used twice")]
    public void Bind_InvalidValue_NamesTheKeyAndTheRule(string key, string value, string message)
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Bind(
                isDevelopment: false, ("MasterKeys:0:Id", "k1"), ("MasterKeys:0:Key", Key), ("MasterKeys:1:Id", "k2"), ("MasterKeys:1:Key", Key),
                (key, value)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_NoMasterKey_OnlyDevelopmentStarts()
    {
        Assert.Empty(Bind(isDevelopment: true).MasterKeys);
        var exception = Assert.Throws<OptionsValidationException>(() => Bind(isDevelopment: false));

        Assert.Contains("Security:MasterKeys must hold at least one key", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_EverythingSet_ReachesTheOptions()
    {
        var options = Bind(
            isDevelopment: false, ("MasterKeys:0:Id", "k1"), ("MasterKeys:0:Key", Key), ("AllowHttp", "true"),
            ("AllowedNetworks:0", "10.0.0.0/8"), ("AllowedNetworks:1", "::1"), ("UrlAllowList", "https://"), ("ConnectTimeout", "00:00:03"));

        Assert.Equal(("k1", true, 2, TimeSpan.FromSeconds(3)), (options.MasterKeys[0].Id, options.AllowHttp, options.AllowedNetworks.Count, options.ConnectTimeout));
    }

    private static SecurityOptions Bind(bool isDevelopment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder();
        foreach (var (key, value) in settings)
        {
            configuration.AddInMemoryCollection([KeyValuePair.Create($"{SecurityOptions.Section}:{key}", (string?)value)]);
        }

        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration.Build());
        services.AddWebhookSecurity(isDevelopment).BindConfiguration(SecurityOptions.Section);
        using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<GuardedConnector>();
        _ = provider.GetRequiredService<UrlRules>();
        _ = provider.GetRequiredService<SecretProtector>();
        return provider.GetRequiredService<IOptions<SecurityOptions>>().Value;
    }
}
