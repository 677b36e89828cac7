using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Tests.Unit.Dashboard;

public sealed class SessionKeyStoreTests
{
    private const string Session = "an administrator's";

    [Fact]
    public void Unprotect_InAProcessWithTheSameSecret_GivesTheSessionBack() =>
        Assert.Equal(Session, Protector(1).Unprotect(Protector(1).Protect(Session)));

    [Fact]
    public void Unprotect_InAProcessWithAnotherSecret_IsRefused() =>
        Assert.ThrowsAny<CryptographicException>(static () => Protector(2).Unprotect(Protector(1).Protect(Session)));

    // Of a process of its own, as far as keys go.
    private static IDataProtector Protector(byte secret)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("dashboard");
        services.Configure<KeyManagementOptions>(keys =>
        {
            keys.XmlRepository = new SessionKeyStore([.. Enumerable.Repeat(secret, 32)]);
            keys.AutoGenerateKeys = false;
        });
        return services.BuildServiceProvider().GetDataProtector("sessions");
    }
}
