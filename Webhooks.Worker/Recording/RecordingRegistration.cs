namespace Webhooks.Worker.Recording;

internal static class RecordingRegistration
{
    public static void AddRecording(this IServiceCollection services)
    {
        services.AddSingleton<WorkerInstruments>();
        services.AddSingleton<StreamAnswers>();
        services.AddHosted<LateReplies>();
        services.AddHosted<HandOvers>();
        services.AddHosted<Recorder>();
    }
}
