var builder = DistributedApplication.CreateBuilder(args);

var db = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("sampledb");
var redis = builder.AddRedis("redis").WithDataVolume();
var nats = builder.AddNats("nats").WithJetStream().WithDataVolume();

builder.AddProject<Projects.Sample_Service>("service")
    .WithHttpEndpoint(port: 8099)
    .WithHttpHealthCheck("/health")
    .WithReference(db).WaitFor(db)
    .WithReference(redis).WaitFor(redis)
    .WithReference(nats).WaitFor(nats);

builder.Build().Run();
