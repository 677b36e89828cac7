using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random password: each enabled class of characters occurs at least as often as asked for.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerCase = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCase = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    public int MinLength { get; set; } = 22;

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    public override string GetDefaultValue()
    {
        (bool On, string Characters, int Least)[] classes =
        [
            (Lower, LowerCase, MinLower), (Upper, UpperCase, MinUpper), (Numeric, Digits, MinNumeric), (Special, SpecialCharacters, MinSpecial),
        ];
        var alphabet = string.Concat(classes.Where(c => c.On).Select(c => c.Characters));
        if (alphabet.Length == 0)
        {
            throw new InvalidOperationException("At least one class of characters must be enabled.");
        }

        var password = classes.Where(c => c.On)
            .SelectMany(c => RandomNumberGenerator.GetItems<char>(c.Characters, c.Least))
            .ToList();
        password.AddRange(RandomNumberGenerator.GetItems<char>(alphabet, Math.Max(0, MinLength - password.Count)));
        var characters = password.ToArray();
        RandomNumberGenerator.Shuffle(characters.AsSpan());
        return new string(characters);
    }
}
