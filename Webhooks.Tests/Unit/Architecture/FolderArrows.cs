using System.Reflection;
using System.Reflection.Emit;

namespace Webhooks.Tests.Unit.Architecture;

/// <summary>Which folder of a project uses which, by the types that its code names: signatures, fields, attributes of neither, and method bodies.</summary>
internal sealed class FolderArrows
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Assembly _assembly;
    private readonly string _root;
    private readonly Dictionary<(string From, string To), string> _arrows = [];

    public FolderArrows(Assembly assembly)
    {
        (_assembly, _root) = (assembly, assembly.GetName().Name!);
        foreach (var type in assembly.GetTypes().Where(type => FolderOf(type) is not null))
        {
            Read(type);
        }
    }

    /// <summary>From a folder to one that it uses, with one of the uses. The project's own folder is the empty name.</summary>
    public IReadOnlyDictionary<(string From, string To), string> All => _arrows;

    /// <summary>Folders that use each other, directly or around, each ring with its arrows.</summary>
    public IReadOnlyList<string> Rings()
    {
        var folders = _arrows.Keys.SelectMany(arrow => (string[])[arrow.From, arrow.To]).Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. folders.Select(folder => folders.Where(other => other == folder || (Reaches(folder, other) && Reaches(other, folder))).Order(StringComparer.Ordinal).ToList())
                .Where(ring => ring.Count > 1)
                .Select(ring => string.Join("; ", _arrows.Where(arrow => ring.Contains(arrow.Key.From) && ring.Contains(arrow.Key.To))
                    .Select(arrow => $"{arrow.Key.From} -> {arrow.Key.To} ({arrow.Value})").Order(StringComparer.Ordinal)))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var folder))
        {
            foreach (var next in _arrows.Keys.Where(arrow => arrow.From == folder).Select(arrow => arrow.To))
            {
                if (next == to)
                {
                    return true;
                }

                if (seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private void Read(Type type)
    {
        Use(type, type.BaseType);
        Array.ForEach(type.GetInterfaces(), used => Use(type, used));
        Array.ForEach(type.GetFields(Everything), field => Use(type, field.FieldType));
        foreach (var method in type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
        {
            UseSignature(type, method);
            ReadBody(type, method);
        }
    }

    private void ReadBody(Type type, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        foreach (var local in body.LocalVariables)
        {
            Use(type, local.LocalType);
        }

        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            var operation = OpCodesByValue[value];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                UseToken(type, method, BitConverter.ToInt32(code, at));
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private void UseToken(Type type, MethodBase method, int token)
    {
        var member = _assembly.ManifestModule.ResolveMember(
            token, type.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        Use(type, member as Type ?? member?.DeclaringType);
        if (member is FieldInfo field)
        {
            Use(type, field.FieldType);
        }
        else if (member is MethodBase called)
        {
            UseSignature(type, called);
        }
    }

    private void UseSignature(Type type, MethodBase method)
    {
        Use(type, (method as MethodInfo)?.ReturnType);
        Array.ForEach(method.GetParameters(), parameter => Use(type, parameter.ParameterType));
        if (method.IsGenericMethod)
        {
            Array.ForEach(method.GetGenericArguments(), used => Use(type, used));
        }
    }

    private void Use(Type by, Type? used)
    {
        if (used is null)
        {
            return;
        }

        Use(by, used.HasElementType ? used.GetElementType() : null);
        if (used.IsGenericType && !used.IsGenericTypeDefinition)
        {
            Array.ForEach(used.GetGenericArguments(), argument => Use(by, argument));
        }

        if (used.Assembly == _assembly && FolderOf(used) is { } to && FolderOf(by) is { } from && from != to)
        {
            _arrows.TryAdd((from, to), $"{by.Name} uses {used.Name}");
        }
    }

    private string? FolderOf(Type type)
    {
        var name = type.Namespace ?? "";
        return name == _root ? ""
            : name.StartsWith(_root + ".", StringComparison.Ordinal) ? name[(_root.Length + 1)..].Split('.')[0]
            : null;
    }
}
