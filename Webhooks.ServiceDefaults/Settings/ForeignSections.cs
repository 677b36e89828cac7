using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Logging;

namespace Webhooks.ServiceDefaults.Settings;

/// <summary>Tells of sections that a service does not read although whoever wrote them may believe so: another service's, and misspelt ones.</summary>
internal static partial class ForeignSections
{
    // What the platform is called elsewhere. Only the client has its settings below it.
    private const string Platform = "Webhooks";
    private const string Client = "Client";

    // They look like ours, and are read elsewhere.
    private static readonly string[] Others = ["Ports", "Parameters", "Servers"];

    /// <param name="configuration">The service's.</param>
    /// <param name="service">Its name, as <see cref="KnownSection.Services"/> has it. One that is not there may read what it likes.</param>
    /// <param name="logger">Gets a line for each.</param>
    public static void Tell(IConfiguration configuration, string service, ILogger logger)
    {
        foreach (var section in configuration.GetChildren())
        {
            if (SettingKey.IsSame(section.Key, Platform))
            {
                foreach (var below in section.GetChildren().Where(static below => !SettingKey.IsSame(below.Key, Client)))
                {
                    LogUnknown(logger, below.Path, Meant(below.Key));
                }
            }
            else if (KnownSection.ReadersOf(section.Key) is not { } readers)
            {
                if (section.GetChildren().Any() && Meant(section.Key) is { Length: > 0 } meant)
                {
                    LogUnknown(logger, section.Key, meant);
                }
            }
            else if (KnownSection.Readers.Contains(service) && !readers.Contains(service, StringComparer.Ordinal) && IsMeantForIt(configuration, section))
            {
                LogOthers(logger, section.Key, string.Join(", ", readers));
            }
        }
    }

    // The environment is often the same for all services.
    private static bool IsMeantForIt(IConfiguration configuration, IConfigurationSection section) =>
        section.AsEnumerable().Any(given => given.Value is not null && given.Key != section.Path
            && (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(given.Key, out _)) is not EnvironmentVariablesConfigurationProvider);

    private static string Meant(string name) =>
        !Others.Contains(name, StringComparer.OrdinalIgnoreCase) && KnownSection.Names.FirstOrDefault(known => SettingKey.Resembles(name, known)) is { } meant
            ? $" Is {meant} meant?"
            : "";

    [LoggerMessage(LogLevel.Warning, "The settings of {Section} are read by no service.{Meant}")]
    private static partial void LogUnknown(ILogger logger, string section, string meant);

    [LoggerMessage(LogLevel.Warning, "The settings of {Section} are not read by this service, but by {Services}")]
    private static partial void LogOthers(ILogger logger, string section, string services);
}
