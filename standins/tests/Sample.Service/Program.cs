using System.Diagnostics;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();

app.MapGet("/health", () => Results.Ok());
app.MapGet("/pid", () => Environment.ProcessId);
app.MapGet("/variables/{name}", (string name) => Environment.GetEnvironmentVariable(name) ?? "");
app.MapPost("/crash", () => Environment.Exit(3));
app.MapPost("/grandchild", () => Process.Start("sleep", "600").Id);

app.Run();
