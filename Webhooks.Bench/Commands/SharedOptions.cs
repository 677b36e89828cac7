using System.CommandLine;
using System.CommandLine.Parsing;
using Webhooks.Bench.History;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Commands;

/// <summary>Options that several commands have.</summary>
internal sealed class SharedOptions
{
    public Option<FileInfo?> Json { get; } = new("--json") { Description = "Write the whole report to this file as well." };

    public Option<int> Body { get; } = Positive("--body", 512, "Bytes of an event's body.", least: Load.RequestTemplate.MinBody, most: 256 * 1024);

    public Option<int> Connections { get; } = Positive("--connections", 64, "Keep-alive connections that post events.");

    public Option<int> WarmUp { get; } = Positive("--warm-up", 10, "Seconds of the same load before anything is counted.");

    private Option<bool> JitWorker { get; } = new("--jit-worker") { Description = "Run the worker's dll instead of the native program." };

    private Option<bool> Statements { get; } = new("--statements") { Description = "Count PostgreSQL's statements (pg_stat_statements)." };

    private Option<string> Data { get; } = new("--data")
    {
        Description = "Folder for the servers' data, removed afterwards.",
        DefaultValueFactory = _ => Path.GetTempPath(),
    };

    private Option<string[]> Set { get; } = new("--set")
    {
        Description = "NAME=VALUE: an environment variable for the API and the worker; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private Option<string> DatabaseOptions { get; } = new("--npgsql")
    {
        Description = "Npgsql settings to add to the services' connection string, such as \"Max Auto Prepare=20\".",
        DefaultValueFactory = _ => "",
    };

    public static Option<int> Positive(string name, int standard, string description, int least = 1, int most = int.MaxValue)
    {
        var option = new Option<int>(name) { Description = $"{description} Default {standard}.", DefaultValueFactory = _ => standard };
        option.Validators.Add(result => Check(result, name, least, most));
        return option;
    }

    public static Option<int> Stored(int standard) => Positive(
        "--stored", standard, $"Events of the last {HistoryPlan.Days} days, each delivered once, that are in the database before anything is measured.", least: 0);

    public void AddTo(Command command, bool withServices, bool withLoad = true)
    {
        command.Options.Add(Json);
        command.Options.Add(Data);
        command.Options.Add(Body);
        if (withLoad)
        {
            command.Options.Add(Connections);
        }

        if (withServices && withLoad)
        {
            command.Options.Add(WarmUp);
        }

        if (withServices)
        {
            command.Options.Add(JitWorker);
            command.Options.Add(Statements);
            command.Options.Add(Set);
            command.Options.Add(DatabaseOptions);
        }
    }

    public StackOptions ReadStack(ParseResult arguments, bool withServices) => new()
    {
        DataFolder = arguments.GetValue(Data)!,
        JitWorker = withServices && arguments.GetValue(JitWorker),
        CountStatements = withServices && arguments.GetValue(Statements),
        DatabaseOptions = withServices ? arguments.GetValue(DatabaseOptions)! : "",
        Settings = withServices
            ? arguments.GetValue(Set)!.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal),
    };

    /// <summary>The load of one tenant with one endpoint, as fast as answers come.</summary>
    public TrafficOptions ReadTraffic(ParseResult arguments, TimeSpan duration) => new()
    {
        BodyBytes = arguments.GetValue(Body),
        Connections = arguments.GetValue(Connections),
        Duration = duration,
        WarmUp = TimeSpan.FromSeconds(arguments.GetValue(WarmUp)),
    };

    /// <summary>For validators of a command, which see nothing of a default that was not overridden.</summary>
    public static int Read(CommandResult result, Option<int> option) =>
        result.GetResult(option) is { } given ? given.GetValueOrDefault<int>() : (int)option.GetDefaultValue()!;

    private static void Check(OptionResult result, string name, int least, int most)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value) && (value < least || value > most))
        {
            result.AddError(most == int.MaxValue ? $"{name} must be at least {least}." : $"{name} must be between {least} and {most}.");
        }
    }
}
