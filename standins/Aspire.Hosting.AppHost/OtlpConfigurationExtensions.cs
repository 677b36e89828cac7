using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Launching;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public static class OtlpConfigurationExtensions
{
    /// <summary>
    /// Names the resource for telemetry. There is no dashboard here to send it to; programs inherit <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> from the
    /// AppHost's environment when a collector runs elsewhere.
    /// </summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            var application = builder.ApplicationBuilder;
            variables["OTEL_SERVICE_NAME"] = builder.Resource.Name;
            variables["OTEL_RESOURCE_ATTRIBUTES"] = ReferenceExpression.Create($"service.instance.id={new InstanceSuffix()}");
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
