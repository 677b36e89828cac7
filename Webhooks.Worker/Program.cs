using Webhooks.Worker;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddApplicationServices();

var app = builder.Build();
app.UseCorrelationId();
app.UseRouteProblems();
app.UseHttpRules();
app.UseRouting();
app.UseQueryRules();
app.MapDefaultEndpoints();
app.Run();
