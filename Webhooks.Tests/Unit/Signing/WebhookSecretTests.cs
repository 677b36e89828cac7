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
    [InlineData("a-secret-of-mine", false)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("whsec_bG9jYWwtc2VjcmV0LW9mLWFjbWVsb2NhbC1zZWNyZXQ=", true)]
    public void TryValidate_UsableSecret_IsAccepted(string secret, bool isStandard)
    {
        Assert.True(WebhookSecret.TryValidate(secret, out var error));
        Assert.Null(error);
        Assert.Equal(isStandard, WebhookSecret.IsStandard(secret));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("fifteen-letters")]
    [InlineData("one with a space in it")]
    [InlineData("ein-zeilenumbruch\n")]
    [InlineData("ganz-und-gar-nicht-äscii")]
    [InlineData("whsec_dG9vIHNob3J0")]
    [InlineData("whsec_test_secret_of_enough_letters")]
    [InlineData("whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("whsec_bG9jYWwtc2VjcmV0LW9mLWFjbWVsb2NhbC1zZWNyZXQ")]
    [InlineData("whsec_bG9jYWwtc2VjcmV0LW9mLWFjbWVsb2NhbC1zZWNyZXR=")]
    [InlineData("whsec_-_KQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
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
