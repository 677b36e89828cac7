using System.Collections;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Webhooks.ServiceDefaults.Settings;
using Webhooks.Testing;
using Webhooks.Tests.Unit.Docs;

namespace Webhooks.Tests.Unit.ServiceDefaults;

/// <summary>Settings that nothing would read are refused or told.</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public void KnownSections_HaveTheOptionsOfTheServices()
    {
        var wanted = OptionsSection.All.SelectMany(section =>
        {
            var key = PlaceHolder().Replace(section.Key, "*");
            return section.Type.GetProperties().SelectMany(property => Keys($"{key}:{property.Name}", property.PropertyType));
        });

        Assert.Equal(wanted.Order(StringComparer.Ordinal), KnownSection.All.SelectMany(static section => section.Keys).Order(StringComparer.Ordinal));
        Assert.All(OptionsSection.All, static section => Assert.Empty(section.Services.Split(", ").Except(KnownSection.ReadersOf(section.Key.Split(':')[0])!)));
    }

    [Fact]
    public void Files_OfTheServicesAndOfDeployments_HaveNothingThatIsNotRead()
    {
        var files = Directory.GetDirectories(Root, "Webhooks.*").SelectMany(static folder => Directory.GetFiles(folder, "appsettings*.json")).ToList();
        Assert.True(files.Count >= 3);

        foreach (var file in files)
        {
            var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
            var (lines, service) = (new Lines(), Path.GetFileName(Path.GetDirectoryName(file)!).Split('.')[^1].ToLowerInvariant());
            ForeignSections.Tell(configuration, service, lines);
            Assert.Empty(UnknownOptions.Refuse(configuration));
            Assert.Empty(lines.Select(static line => line.Message));
        }

        var deployed = Directory.GetFiles(Path.Combine(Root, "deploy"), "*", SearchOption.AllDirectories)
            .SelectMany(static file => Variable().Matches(File.ReadAllText(file)).Select(static match => match.Value.Replace("__", ":", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(deployed);
        Assert.Empty(UnknownOptions.Refuse(Of([.. deployed.Distinct(StringComparer.OrdinalIgnoreCase).Select(static key => (key, "x"))])));
    }

    [Theory]
    [InlineData("Ingest:Wrtiers", "4", "Ingest:Wrtiers is no option. Ingest has Writers, ")]
    [InlineData("ingest:RateLimit:Persecond2", "4", "ingest:RateLimit:Persecond2 is no option. Ingest:RateLimit has PerSecond, Burst.")]
    [InlineData("Retries:Policies:x:Attempts", "4", "Retries:Policies:x:Attempts is no option. Retries:Policies:<name or number> has MaxAttempts, ")]
    [InlineData("Security:AllowedNetworks", "10.0.0.0/8", "Security:AllowedNetworks takes no value of its own, but Security:AllowedNetworks:<name or number>.")]
    [InlineData("Worker:MaxHeld:0", "4", "Worker:MaxHeld:0 is no option. Worker has Prefetch, ")]
    public void Refuse_WhatIsNoOption_SaysWhatThereIs(string key, string value, string sentence)
    {
        var refused = Assert.Single(UnknownOptions.Refuse(Of((key, value), ("Api:AdminKey", "x"), ("Else:Where", "y"))));

        Assert.StartsWith(sentence, refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worker:maxheld", "4")]
    [InlineData("Retries:EventTypes:order.*", "critical")]
    [InlineData("Retries:Policies:x:Schedule:0", "00:00:01")]
    [InlineData("Security:AllowedNetworks", "")]
    [InlineData("Worker", "of the environment")]
    [InlineData("Logging:LogLevel:Worker", "Debug")]
    public void Refuse_WhatIsOneOrNoneOfOurs_IsSilent(string key, string value) => Assert.Empty(UnknownOptions.Refuse(Of((key, value))));

    [Theory]
    [InlineData("Retry:Policies:default:MaxAttempts", "The settings of Retry are read by no service. Is Retries meant?")]
    [InlineData("Wroker:MaxHeld", "The settings of Wroker are read by no service. Is Worker meant?")]
    [InlineData("Webhooks:Retry:MaxAttempts", "The settings of Webhooks:Retry are read by no service. Is Retries meant?")]
    [InlineData("Webhooks:Colour", "The settings of Webhooks:Colour are read by no service.")]
    [InlineData("Retries:Default", "The settings of Retries are not read by this service, but by worker")]
    [InlineData("Webhooks:Client:ApiKey", null)]
    [InlineData("Ports:api", null)]
    [InlineData("Ingest:Writers", null)]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections", null)]
    [InlineData("Retry", null)]
    public void Tell_SectionThatIsNotRead_WritesALine(string key, string? line)
    {
        var lines = new Lines();

        ForeignSections.Tell(Of((key, "1")), "api", lines);

        Assert.Equal(line is null ? (IEnumerable<(LogLevel, string)>)[] : [(LogLevel.Warning, line)], lines);
    }

    [Fact]
    public void Tell_AnotherServicesSectionInTheEnvironment_IsSilent()
    {
        const string Variable = "Circuit__FailureRatio";
        Environment.SetEnvironmentVariable(Variable, "0.5");
        var lines = new Lines();

        ForeignSections.Tell(new ConfigurationBuilder().AddEnvironmentVariables().Build(), "api", lines);

        Environment.SetEnvironmentVariable(Variable, null);
        Assert.DoesNotContain(lines, static line => line.Message.Contains("Circuit", StringComparison.Ordinal));
    }

    private static string Root => Repository.PathOf();

    private static IConfigurationRoot Of(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create<string, string?>(one.Key, one.Value))).Build();

    // What is made of several has a section of its own on the page.
    private static IEnumerable<string> Keys(string key, Type type)
    {
        if (type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)))
        {
            return [key];
        }

        var entry = type.GetGenericArguments()[^1];
        return OptionsSection.All.Any(section => section.Type == entry) ? [] : [$"{key}:*"];
    }

    private sealed class Lines : List<(LogLevel Level, string Message)>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add((logLevel, formatter(state, exception)));
    }

    [GeneratedRegex("<[a-z]+>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlaceHolder();

    [GeneratedRegex("\\b[A-Z][A-Za-z]+__[A-Za-z0-9_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
