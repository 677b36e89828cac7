using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Launching;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public static class OtlpConfigurationExtensions
{
    private const string GrpcEndpoint = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string HttpEndpoint = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";

    /// <summary>
    /// Names the resource for telemetry. There is no dashboard here, so the exporter's address is only set when the AppHost's configuration
    /// names a collector under the dashboard's own keys.
    /// </summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            var application = builder.ApplicationBuilder;
            variables["OTEL_SERVICE_NAME"] = builder.Resource.Name;
            variables["OTEL_RESOURCE_ATTRIBUTES"] = ReferenceExpression.Create($"service.instance.id={new InstanceSuffix()}");
            if (application.Configuration[GrpcEndpoint] is { Length: > 0 } grpc)
            {
                variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = grpc;
                variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            }
            else if (application.Configuration[HttpEndpoint] is { Length: > 0 } http)
            {
                variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = http;
                variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            }

            if (application.Configuration["AppHost:OtlpApiKey"] is { } key)
            {
                variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
            }

            if (application.Environment.IsDevelopment())
            {
                variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
                variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
                variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
                variables["OTEL_TRACES_SAMPLER"] = "always_on";
                variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            }
        });
}
