namespace Webhooks.AppHost.Restarts;

/// <summary>This resource is started again when its process ends by itself.</summary>
internal sealed class RestartAnnotation : IResourceAnnotation;
