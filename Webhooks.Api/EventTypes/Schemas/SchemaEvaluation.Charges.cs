using System.Runtime.InteropServices;
using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>What everything costs, in steps of 5 to 12 nanoseconds.</summary>
internal sealed partial class SchemaEvaluation
{
    private const int StepsPerCheck = 4;
    private const int StepsPerName = 4;
    private const int StepsPerValue = 8;
    private const int StepsPerDocument = 30;
    private const int StepsPerDigit = 2;
    private const int StepsPerPowerBit = 4;
    private const int StepsPerIdentity = 6;
    private const int BytesPerStep = 4;
    private const int ItemsPerStep = 2;

    private void Charge(long steps) => _meter.Charge(steps);

    private void ChargeName(string name) => _meter.Charge(StepsPerName + (name.Length / BytesPerStep));

    // What takes time by the length of a value: a text is copied, of everything else each part is looked at.
    private void Charge(JsonElement value) =>
        _meter.Charge(StepsPerValue + (value.ValueKind == JsonValueKind.String ? LengthOf(value) / BytesPerStep : LengthOf(value)));

    // What it takes to find the same among others: tables are made of the members of objects.
    private void ChargeIdentity(JsonElement value)
    {
        Charge(value);
        if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            Charge((StepsPerIdentity - 1) * LengthOf(value));
        }
    }

    private static int LengthOf(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    private JsonNumber NumberOf(JsonElement value)
    {
        Charge(value);
        return JsonNumber.Of(value);
    }

    private bool IsMultiple(JsonNumber number, JsonElement value, Bound divisor)
    {
        Charge((StepsPerDigit * LengthOf(value)) + (StepsPerPowerBit * number.PowerBits(divisor.Value)));
        return number.IsMultipleOf(divisor.Value);
    }
}
