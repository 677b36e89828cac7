using Webhooks.AppHost;
using Webhooks.AppHost.Restarts;
using Webhooks.AppHost.Servers;

var builder = DistributedApplication.CreateBuilder(args);

var masterKey = builder.AddParameter("master-key", new GenerateParameterDefault { MinLength = 43, Special = false }, secret: true, persist: true);

var db = builder.AddPostgresDatabase("postgres", "webhooksdb");
var redis = builder.AddRedisServer("redis");
var nats = builder.AddNatsServer("nats");

var api = builder.AddProject<Projects.Webhooks_Api>("api")
    .WithHttpEndpoint(port: builder.Port("api", 8080))
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithAnnouncement("/docs")
    .WithMasterKey(masterKey)
    .WithReference(db).WaitFor(db)
    .WithReference(nats).WaitFor(nats);

foreach (var worker in builder.AddWorkers("worker", waitFor: api))
{
    worker.WithMasterKey(masterKey).WithReference(db).WithReference(nats);
}

var receiver = builder.AddProject<Projects.Webhooks_Receiver>("receiver")
    .WithHttpEndpoint(port: builder.Port("receiver", 9001))
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithAnnouncement()
    .WithReference(redis).WaitFor(redis);

var dashboard = builder.AddProject<Projects.Webhooks_Dashboard>("dashboard")
    .WithHttpEndpoint(port: builder.Port("dashboard", 8090))
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithAnnouncement()
    .WithReference(api).WaitFor(api);

// Where the links go that the API makes into a tenant's pages.
api.WithEnvironment("Portal__BaseUrl", dashboard.GetEndpoint("http"));

if (builder.ExecutionContext.IsRunMode)
{
    // The demo receiver accepts the webhooks of every tenant that the platform knows, and the local tenants' go to it.
    receiver.WithMasterKey(masterKey).WithReference(db);
    api.WithReference(receiver);
    dashboard.WithReference(receiver).WithTraceLinks();
}

builder.AddRestarts();
builder.Build().Run();
