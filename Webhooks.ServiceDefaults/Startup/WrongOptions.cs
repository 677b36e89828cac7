using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Startup;

/// <summary>A service with a wrong option says on standard error which and why, a line for each, and ends with code 2.</summary>
internal static class WrongOptions
{
    public const int ExitCode = 2;

    // Not around the run alone: whatever registers, maps or binds may be the first to read the option.
    public static void EndWithTheirSentences()
    {
        AppDomain.CurrentDomain.UnhandledException -= End;
        AppDomain.CurrentDomain.UnhandledException += End;
    }

    /// <summary>Empty when the exception is about something else.</summary>
    public static IEnumerable<string> Sentences(Exception? exception) => exception switch
    {
        OptionsValidationException wrong => wrong.Failures,
        AggregateException { InnerExceptions: var all } => all.Any(static one => !Sentences(one).Any()) ? [] : all.SelectMany(Sentences),

        // The binder has no exception of its own.
        InvalidOperationException { Message: var text } when text.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => [text],
        _ => [],
    };

    private static void End(object sender, UnhandledExceptionEventArgs unhandled)
    {
        // What several options need is found wrong for each of them.
        string[] sentences = [.. Sentences(unhandled.ExceptionObject as Exception).Distinct(StringComparer.Ordinal)];
        if (sentences.Length == 0)
        {
            return;
        }

        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine(sentence.ReplaceLineEndings(" "));
        }

        Environment.Exit(ExitCode);
    }
}
