using Webhooks.AppHost;
using Webhooks.AppHost.Servers;

var builder = DistributedApplication.CreateBuilder(args);

var masterKey = builder.AddParameter("master-key", new GenerateParameterDefault { MinLength = 43, Special = false }, secret: true, persist: true);

var db = builder.AddPostgresDatabase("postgres", "webhooksdb");
var redis = builder.AddRedisServer("redis");
var nats = builder.AddNatsServer("nats");

var api = builder.AddProject<Projects.Webhooks_Api>("api")
    .WithHttpEndpoint(port: 8080)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithMasterKey(masterKey)
    .WithReference(db).WaitFor(db)
    .WithReference(redis).WaitFor(redis)
    .WithReference(nats).WaitFor(nats);

builder.AddWorker("worker", waitFor: api)
    .WithMasterKey(masterKey)
    .WithReference(db)
    .WithReference(nats);

builder.AddProject<Projects.Webhooks_Receiver>("receiver")
    .WithHttpEndpoint(port: 9001)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithReference(redis).WaitFor(redis);

builder.Build().Run();
