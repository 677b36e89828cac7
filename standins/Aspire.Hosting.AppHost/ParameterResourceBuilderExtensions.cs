using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddParameter(name, $"Parameters:{name}", null, secret, persist: false);

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        Func<string> valueGetter,
        bool publishValueAsDefault = false,
        bool secret = false)
    {
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        }

        return builder.AddResource(new ParameterResource(name, _ => valueGetter(), secret));
    }

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddParameter(name, $"Parameters:{name}", value, secret, persist);

    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(
        this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false) =>
        builder.AddParameter(name, configurationKey, null, secret, persist: false);

    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        var key = $"ConnectionStrings:{name}";
        return builder.AddResource(new ConfiguredConnectionString(
            name, CreateParameter(builder, name, key, null, secret: true, persist: false), environmentVariableName));
    }

    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression) =>
        builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));

    /// <summary>The password that a server gets when the caller names none; not part of the model's list of resources.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(
        IDistributedApplicationBuilder builder,
        string name,
        bool lower = true,
        bool upper = true,
        bool numeric = true,
        bool special = true,
        int minLower = 0,
        int minUpper = 0,
        int minNumeric = 0,
        int minSpecial = 0)
    {
        var generated = new GenerateParameterDefault
        {
            MinLength = 22,
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        };
        return CreateGeneratedParameter(builder, name, secret: true, generated);
    }

    public static ParameterResource CreateGeneratedParameter(
        IDistributedApplicationBuilder builder, string name, bool secret, GenerateParameterDefault parameterDefault) =>
        CreateParameter(builder, name, $"Parameters:{name}", parameterDefault, secret, persist: true);

    private static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string key, ParameterDefault? @default, bool secret, bool persist) =>
        builder.AddResource(CreateParameter(builder, name, key, @default, secret, persist));

    private static ParameterResource CreateParameter(
        IDistributedApplicationBuilder builder, string name, string key, ParameterDefault? @default, bool secret, bool persist) =>
        new(name, fallback => Read(builder, name, key, fallback, persist), secret) { Default = @default };

    private static string Read(IDistributedApplicationBuilder builder, string name, string key, ParameterDefault? fallback, bool persist)
    {
        if (builder.Configuration[key] is { } configured)
        {
            return configured;
        }

        if (fallback is null)
        {
            throw new MissingParameterValueException(
                $"Parameter resource could not be used because configuration key '{key}' is missing and the Parameter '{name}' has no default value.");
        }

        var value = fallback.GetDefaultValue();
        if (persist)
        {
            LocalStorage.Of(builder).Secrets.Save(key, value);
        }

        return value;
    }

    private sealed class ConfiguredConnectionString(string name, ParameterResource parameter, string? environmentVariableName)
        : Resource(name), IResourceWithConnectionString, IResourceWithoutLifetime
    {
        public string? ConnectionStringEnvironmentVariable => environmentVariableName;

        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{parameter}");
    }
}
