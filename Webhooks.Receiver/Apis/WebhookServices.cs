using Webhooks.Receiver.Received;
using Webhooks.Receiver.Reception;

namespace Webhooks.Receiver.Apis;

internal sealed class WebhookServices(
    ReceptionSwitch reception, FaultInjection faults, SignatureCheck signatures, Repeats repeats, ReceivedLog log, TimeProvider time)
{
    public ReceptionSwitch Reception => reception;

    public FaultInjection Faults => faults;

    public SignatureCheck Signatures => signatures;

    public Repeats Repeats => repeats;

    public ReceivedLog Log => log;

    public TimeProvider Time => time;
}
