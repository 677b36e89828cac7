using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.ServiceDefaults.Health;

/// <summary>
/// <c>{"status":"healthy","service":…,"version":…,"checks":{"postgres":{"status":"healthy","description":…,"data":{…}}}}</c>; strangers see the words only.
/// </summary>
internal sealed class HealthResponse(string serviceName, OperatorAccess access)
{
    private static readonly string? Version = typeof(HealthResponse).Assembly.GetName().Version?.ToString(3);

    public async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var withDetails = access.SeesDetails(context);
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status"u8, Name(report.Status));
        json.WriteString("service"u8, serviceName);
        json.WriteString("version"u8, Version);
        json.WriteStartObject("checks"u8);
        foreach (var (name, entry) in report.Entries)
        {
            WriteCheck(json, Name(name), entry, withDetails);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void WriteCheck(Utf8JsonWriter json, string name, HealthReportEntry entry, bool withDetails)
    {
        json.WriteStartObject(name);
        json.WriteString("status"u8, Name(entry.Status));
        if (withDetails)
        {
            WriteDetails(json, entry);
        }

        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, HealthReportEntry entry)
    {
        if (entry.Description is { } description)
        {
            json.WriteString("description"u8, description);
        }

        json.WriteNumber("duration_ms"u8, Math.Round(entry.Duration.TotalMilliseconds, 1));
        if (entry.Data.Count > 0)
        {
            json.WriteStartObject("data"u8);
            foreach (var (key, value) in entry.Data)
            {
                json.WritePropertyName(key);
                WriteValue(json, value);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    // The client integrations name their checks after the library; operators think of the server.
    private static string Name(string check) => check switch
    {
        "PostgreSql" => "postgres",
        "StackExchange.Redis" => "redis",
        "NATS" => "nats",
        _ => check,
    };
}
