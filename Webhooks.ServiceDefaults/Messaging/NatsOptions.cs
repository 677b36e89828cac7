using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Messaging;

/// <summary>
/// How a service shows itself to NATS and knows it, beyond the connection string, which may hold a user and a password or a token
/// (<c>nats://token@host:4222</c>) and several servers with commas between them. Section <c>Nats</c>.
/// </summary>
internal sealed class NatsOptions
{
    public const string Section = "Nats";

    /// <summary>A <c>.creds</c> file with the user's JWT and seed. Default none.</summary>
    public string? CredentialsFile { get; set; }

    /// <summary>The authority that signed the servers' certificates, a PEM file; what the system trusts where it is missing. With <c>tls://</c> in the connection string nothing is sent in the clear. Default none.</summary>
    public string? CaFile { get; set; }

    /// <summary>The client's own certificate, a PEM file, for servers that ask for one. Default none.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The key of <see cref="CertificateFile"/>, a PEM file. Default none.</summary>
    public string? KeyFile { get; set; }
}

/// <summary>The files are there, and what belongs together is.</summary>
internal sealed class NatsOptionsValidator : IValidateOptions<NatsOptions>
{
    public ValidateOptionsResult Validate(string? name, NatsOptions options)
    {
        var errors = new List<string>();
        foreach (var (key, file) in new[]
        {
            (nameof(options.CredentialsFile), options.CredentialsFile), (nameof(options.CaFile), options.CaFile),
            (nameof(options.CertificateFile), options.CertificateFile), (nameof(options.KeyFile), options.KeyFile),
        })
        {
            if (file is not null && !File.Exists(file))
            {
                errors.Add($"{NatsOptions.Section}:{key} must be a file that exists; there is none at '{file}'.");
            }
        }

        if (options.CertificateFile is null != options.KeyFile is null)
        {
            errors.Add($"{NatsOptions.Section}:CertificateFile and {NatsOptions.Section}:KeyFile must be given together.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
