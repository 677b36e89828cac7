namespace Webhooks.Worker.Circuits;

internal static class CircuitsRegistration
{
    public static void AddCircuits(this IServiceCollection services)
    {
        services.AddOptions<CircuitOptions>().BindConfiguration(CircuitOptions.Section).ValidateSection(CircuitOptions.Section, new CircuitOptionsValidator())
            .Validate(static circuit => circuit.MaxBreakDuration >= circuit.BreakDuration, "Circuit:MaxBreakDuration must be Circuit:BreakDuration at least.");
        services.AddSingleton<CircuitRows>();
        services.AddHosted<CircuitBoard>();
        services.AddHostedService<CircuitUpkeep>();
    }
}
