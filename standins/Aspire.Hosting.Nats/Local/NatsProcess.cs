using System.Text;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Launching;
using Aspire.Hosting.Local.Processes;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting.Local.Nats;

internal sealed class NatsProcess(NatsServerResource nats) : ILocalServer
{
    public async Task<ProcessSpec> PrepareAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        context.Data.Create();
        // A file, as a command line shows the password to every account of the machine.
        var settings = Path.Combine(context.Data.Directory, "nats.conf");
        PrivateFile.Write(settings, await SettingsAsync(context, cancellationToken));
        return new ProcessSpec(LocalServerContext.Find("nats-server", "nats-server"), ["-c", settings, .. context.Arguments])
        {
            WorkingDirectory = context.Data.Directory,
        };
    }

    private async Task<string> SettingsAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        var settings = new StringBuilder().Append($"host: 127.0.0.1\nport: {context.Port}\n");
        if (nats.PasswordParameter is not null)
        {
            var user = await nats.UserNameReference.GetValueAsync(cancellationToken);
            var password = await nats.PasswordParameter.GetValueAsync(cancellationToken);
            settings.Append($"authorization {{ user: {JsonSerializer.Serialize(user)}, password: {JsonSerializer.Serialize(password)} }}\n");
        }

        return nats.HasAnnotationOfType<JetStreamAnnotation>()
            ? settings.Append($"jetstream {{ store_dir: {JsonSerializer.Serialize(context.Data.Directory)} }}\n").ToString()
            : settings.ToString();
    }
}
