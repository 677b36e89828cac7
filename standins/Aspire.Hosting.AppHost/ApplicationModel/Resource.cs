using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

[DebuggerDisplay("{GetType().Name,nq}: {Name}")]
public abstract class Resource : IResource
{
    protected Resource(string name)
    {
        ModelName.ValidateName("Resource", name);
        Name = name;
    }

    public string Name { get; }

    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
