using Webhooks.Core.Tenants;
using Webhooks.Signing;

namespace Webhooks.Tests.Unit.Signing;

public sealed class WebhookSecretTests
{
    [Fact]
    public void Generate_Always_GivesDistinctValidSecretsOf32Bytes()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => WebhookSecret.Generate()).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(100, secrets.Count);
        Assert.All(secrets, secret =>
        {
            Assert.True(WebhookSecret.TryValidate(secret, out _));
            Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        });
    }

    [Theory]
    [InlineData("whsec_test_secret")]
    [InlineData("a-secret-of-my-own")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void TryValidate_UsableSecret_IsAccepted(string secret)
    {
        Assert.True(WebhookSecret.TryValidate(secret, out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("with a space")]
    [InlineData("zeilenumbruch\n")]
    [InlineData("nicht-äscii")]
    [InlineData("whsec_dG9vIHNob3J0")]
    public void TryValidate_UnusableSecret_SaysWhy(string? secret)
    {
        Assert.False(WebhookSecret.TryValidate(secret, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void LocalTenants_Secrets_AreDeterministicValidAndDistinct()
    {
        Assert.Equal("whsec_bG9jYWwtc2VjcmV0LW9mLWFjbWVsb2NhbC1zZWNyZXQ=", LocalTenants.Secret("acme"));
        Assert.All(LocalTenants.Ids, id => Assert.True(WebhookSecret.TryValidate(LocalTenants.Secret(id), out _)));
        Assert.Equal(LocalTenants.Ids.Count, LocalTenants.Ids.Select(LocalTenants.Secret).Distinct(StringComparer.Ordinal).Count());
    }
}
