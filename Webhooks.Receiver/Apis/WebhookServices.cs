using Webhooks.Receiver.Received;
using Webhooks.Receiver.Reception;
using Webhooks.Receiver.Tenants;

namespace Webhooks.Receiver.Apis;

internal sealed class WebhookServices(
    ReceptionSwitch reception, TenantSecrets secrets, ReceivedLog log, FaultInjection faults, TimeProvider time)
{
    public ReceptionSwitch Reception => reception;

    public TenantSecrets Secrets => secrets;

    public ReceivedLog Log => log;

    public FaultInjection Faults => faults;

    public TimeProvider Time => time;
}
