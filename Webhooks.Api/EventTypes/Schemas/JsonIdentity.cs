using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>When two values are the same, as JSON Schema has it: numbers by value, objects without order. Both ask for time by length only.</summary>
internal static class JsonIdentity
{
    private const int FewProperties = 8;

    public static int Hash(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return JsonNumber.Of(value).GetHashCode();
            case JsonValueKind.String:
                return HashCode.Combine(1, value.GetString());
            case JsonValueKind.Array:
                var items = new HashCode();
                foreach (var item in value.EnumerateArray())
                {
                    items.Add(Hash(item));
                }

                return items.ToHashCode();
            case JsonValueKind.Object:
                var members = 0;
                foreach (var member in Members(value))
                {
                    members += HashCode.Combine(member.Key, Hash(member.Value));
                }

                return HashCode.Combine(2, members);
            default:
                return (int)value.ValueKind;
        }
    }

    public static bool Same(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.Number => JsonNumber.Of(one).Equals(JsonNumber.Of(other)),
        JsonValueKind.String => string.Equals(one.GetString(), other.GetString(), StringComparison.Ordinal),
        JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(static pair => Same(pair.First, pair.Second)),
        JsonValueKind.Object => SameMembers(Members(one), Members(other)),
        _ => true,
    };

    private static bool SameMembers(Dictionary<string, JsonElement> one, Dictionary<string, JsonElement> other) =>
        one.Count == other.Count && one.All(member => other.TryGetValue(member.Key, out var value) && Same(member.Value, value));

    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(FewProperties, StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }
}

/// <summary>A value that is looked up by what it is.</summary>
internal sealed class JsonIdentityComparer : IEqualityComparer<JsonElement>
{
    public static readonly JsonIdentityComparer Instance = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonIdentity.Same(x, y);

    public int GetHashCode(JsonElement obj) => JsonIdentity.Hash(obj);
}
