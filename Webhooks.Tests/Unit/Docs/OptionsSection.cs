using Webhooks.Api.Access;
using Webhooks.Api.Events;
using Webhooks.Api.Extensions;
using Webhooks.Api.Ingest;
using Webhooks.Api.Paging;
using Webhooks.Api.Portal;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Startup;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;
using Webhooks.Dashboard.Sessions;
using Webhooks.ServiceDefaults.Health;
using Webhooks.ServiceDefaults.Messaging;
using Webhooks.ServiceDefaults.Prometheus;
using Webhooks.Worker.Circuits;
using Webhooks.Worker.Jobs;

namespace Webhooks.Tests.Unit.Docs;

/// <summary>A section of the configuration.</summary>
/// <param name="Key">As it is written before each of its options.</param>
/// <param name="Services">That read it.</param>
internal sealed record OptionsSection(string Key, string Services, Type Type)
{
    public static IReadOnlyList<OptionsSection> All { get; } =
    [
        new(AccessOptions.Section, "api", typeof(AccessOptions)),
        new(EventOptions.Section, "api", typeof(EventOptions)),
        new(IngestOptions.Section, "api", typeof(IngestOptions)),
        new(IngestRateOptions.Section, "api", typeof(IngestRateOptions)),
        new(RequestDeadline.Section, "api", typeof(RequestDeadline)),
        new(PagingOptions.Section, "api", typeof(PagingOptions)),
        new(PortalOptions.Section, "api", typeof(PortalOptions)),
        new(MaintenanceOptions.Section, "api", typeof(MaintenanceOptions)),
        new(WorkerOptions.Section, "worker", typeof(WorkerOptions)),
        new(CircuitOptions.Section, "worker", typeof(CircuitOptions)),
        new(MessagingOptions.Section, "api, worker", typeof(MessagingOptions)),
        new(NatsOptions.Section, "api, worker", typeof(NatsOptions)),
        new(RetryOptions.Section, "worker", typeof(RetryOptions)),
        new($"{RetryOptions.Section}:Policies:<name>", "worker", typeof(RetryPolicyOptions)),
        new(SecurityOptions.Section, "api, worker", typeof(SecurityOptions)),
        new($"{SecurityOptions.Section}:MasterKeys:<n>", "api, worker", typeof(MasterKeyOptions)),
        new(DashboardOptions.Section, "dashboard", typeof(DashboardOptions)),
        new(OperatorOptions.Section, "api, worker, receiver, dashboard", typeof(OperatorOptions)),
        new(PrometheusOptions.Section, "api, worker, receiver, dashboard", typeof(PrometheusOptions)),
    ];
}
