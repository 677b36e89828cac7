using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Webhooks.Dashboard.Sessions;

/// <summary>One key that is derived from a secret and never ends, so that processes need no folder in common.</summary>
internal sealed class SessionKeyStore(byte[] secret) : IXmlRepository
{
    private const int IdBytes = 16;
    private const int KeyBytes = 64;

    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly XElement _key = Describe(secret);

    public IReadOnlyCollection<XElement> GetAllElements() => [new XElement(_key)];

    public void StoreElement(XElement element, string friendlyName) =>
        throw new NotSupportedException($"{DashboardOptions.Section}:{nameof(DashboardOptions.SessionKey)} is the only key.");

    private static XElement Describe(byte[] secret)
    {
        using var material = new Secret(Derive(secret, "key", KeyBytes));
        var descriptor = new AuthenticatedEncryptorDescriptor(new AuthenticatedEncryptorConfiguration(), material).ExportToXml();
        return new XElement(
            "key",
            new XAttribute("id", new Guid(Derive(secret, "id", IdBytes))),
            new XAttribute("version", 1),
            new XElement("creationDate", DateTimeOffset.UnixEpoch),
            new XElement("activationDate", DateTimeOffset.UnixEpoch),
            new XElement("expirationDate", Never),
            new XElement(
                "descriptor",
                new XAttribute("deserializerType", descriptor.DeserializerType.AssemblyQualifiedName!),
                descriptor.SerializedDescriptorElement));
    }

    private static byte[] Derive(byte[] secret, string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA512, secret, length, info: Encoding.UTF8.GetBytes($"sessions {purpose}"));
}
